import type { AnswerSchema } from '../answer-as.js';
import type { StubBytes } from '../bytes-collector.js';
import type { StubHeaders, StubRequest } from '../exchange.js';
import { replacedSink } from '../replaced-sink.js';
import { StubClient, type StubClientOptions } from '../stub-client.js';
import type { StubEvent } from '../stub-event.js';
import type { ForwardedAnswer } from '../stub-http.js';
import { type Renaming, renamedFrame, renamer } from './renaming.js';

/** A stub that knows a workspace by another id than OpenCode does: what goes through here is told each side by its own. */
export class RenamedStub extends StubClient {
  constructor(
    options: StubClientOptions,
    private readonly renaming: Renaming,
  ) {
    super(options);
  }

  override async *events(options: Parameters<StubClient['events']>[0] = {}): AsyncGenerator<StubEvent> {
    const { here, there } = this.renaming;
    const { workspaceID } = options;
    const renamed = { ...options, ...(workspaceID === here && { workspaceID: there }) };
    for await (const event of super.events(renamed))
      yield { ...event, data: renamedFrame(event.data, this.renaming) };
  }

  override call<T>(schema: AnswerSchema<T>, request: StubRequest): Promise<T> {
    return super.call(schema, { ...request, path: renamedQuery(request.path, this.renaming) });
  }

  override bytes(request: StubRequest, limit: number): Promise<StubBytes> {
    return super.bytes({ ...request, path: renamedQuery(request.path, this.renaming) }, limit);
  }

  override forward(request: StubRequest, answer: ForwardedAnswer): (reason: Error) => void {
    const { here, there } = this.renaming;
    const { path, body } = request;
    const type = request.headers?.['content-type'] ?? '';
    return super.forward(
      {
        ...request,
        path: renamedQuery(path, this.renaming),
        ...(body &&
          !(body instanceof Uint8Array) &&
          isJson(type) && { body: renamedBody(body, { from: here, to: there }) }),
      },
      {
        ...answer,
        head: (status, headers) => {
          if (!isJson(String(headers['content-type']))) return answer.head(status, headers);
          return replacedSink(
            answer.head(status, withoutLength(headers)),
            renamer({ from: there, to: here }),
          );
        },
      },
    );
  }
}

/** JSON, and events, which carry it. */
function isJson(type: string): boolean {
  return /^(application\/json|text\/event-stream)\b/i.test(type);
}

function renamedQuery(path: string, { here, there }: Renaming): string {
  const [before = '', ...rest] = path.split('?');
  if (rest.length === 0) return path;
  const query = new URLSearchParams(rest.join('?'));
  if (query.get('workspace') === here) query.set('workspace', there);
  return `${before}?${query.toString()}`;
}

async function* renamedBody(
  body: AsyncIterable<unknown>,
  names: { from: string; to: string },
): AsyncGenerator<Uint8Array> {
  const stream = renamer(names);
  for await (const chunk of body) {
    const renamed = stream.feed(chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk)));
    if (renamed.length > 0) yield renamed;
  }
  const rest = stream.end();
  if (rest.length > 0) yield rest;
}

/** The ids need not be equally long. */
function withoutLength(headers: StubHeaders): StubHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'content-length'));
}
