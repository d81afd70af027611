import type { Undo } from '../../agent/undo.js';
import { answerError, answerJson } from '../answer-error.js';
import { toClient, toStub } from '../carried-headers.js';
import { collect, type WholeAnswer } from '../collect.js';
import { isRecord } from '../durable-event.js';
import type { EventReaders } from '../event-readers.js';
import type { EventRelay } from '../event-relay.js';
import { fenceFor } from '../fence.js';
import { answerFailure, type Forward, forward } from '../forward.js';
import type { GatewayWorkspace } from '../gateway-options.js';
import type { HostLink } from '../host-link.js';
import type { HttpAnswer } from '../http/http-answer.js';
import type { HttpRequest } from '../http/http-request.js';
import type { LocalPaths } from '../local-paths.js';
import { once } from '../once.js';
import { parseJson } from '../parse-json.js';
import { readWhole } from '../read-json.js';
import type { StubPath } from '../stub-path.js';
import { takeWarp } from '../take-warp.js';
import { told } from '../told.js';
import { rewriteOf } from './agent-body.js';
import type { AgentLink, AgentStay } from './agent-link.js';
import type { AnchorPaths } from './anchor-paths.js';
import { pageOf } from './pages.js';
import type { Permissions } from './permissions.js';
import type { PromptFiles } from './prompt-files.js';
import { quietOf } from './quiet.js';
import { routeOf } from './route-of.js';
import { serveRevert, serveUnrevert } from './serve-undo.js';

/** Prompts may hold pictures. */
const maxBodyBytes = 64 * 1024 * 1024;

export interface AgentRoutesOptions {
  host: string;
  workspace: GatewayWorkspace;
  agent: AgentLink;
  /** The agent host is not idle until the returned function is called. */
  busy: () => () => void;
  anchor: AnchorPaths;
  link: HostLink;
  paths: LocalPaths;
  readers: EventReaders;
  relay: EventRelay;
  permissions: Permissions;
  files: PromptFiles;
  undo: Undo | undefined;
}

/** Answers what is not the gateway's own, where an agent host has the sessions. */
export class AgentRoutes {
  constructor(private readonly options: AgentRoutesOptions) {}

  /** `toStub` passes a request on to the stub. */
  async serve(
    request: HttpRequest,
    path: StubPath,
    answer: HttpAnswer,
    toStub: () => Promise<void>,
  ): Promise<void> {
    const { method } = request;
    const { segments } = path;
    const to = routeOf(method, segments);
    const page = to === undefined ? pageOf(request, pathnameOf(path)) : undefined;
    if (page !== undefined) await this.toAgent(request, { ...path, path: page }, answer);
    else if (to === 'stub') await toStub();
    else if (to === 'both') await this.list(request, path, answer);
    else if (to === 'asker') {
      if ((await this.asker(segments)) === 'stub') await toStub();
      else await this.toAgent(request, path, answer);
    } else if (to === 'revert' || to === 'unrevert') await this.undo(to, request, path, answer);
    else if (to === 'agent') await this.toAgent(request, path, answer);
    else {
      const asked = `${method} /${segments.join('/')}`;
      answerError(answer, 501, 'not_served', `${asked} is not served in a workspace of another machine.`);
    }
  }

  private async toAgent(request: HttpRequest, path: StubPath, answer: HttpAnswer): Promise<void> {
    const { relay, readers, host } = this.options;
    const { segments } = path;
    const { method, gone } = request;
    const quiet = quietOf(method, segments);
    if (quiet?.answer && !this.options.agent.current) {
      answerJson(answer, 200, quiet.answer.json);
      return;
    }
    const release = quiet ? () => undefined : this.options.busy();
    try {
      const body = await this.body(request, segments, answer);
      if (body === 'refused') return;
      const stay = (quiet && this.options.agent.current) ?? (await this.reach(gone, answer));
      if (!stay) return;
      const isPrompt = method === 'POST' && segments[0] === 'session' && segments.length === 3;
      const target = this.target(path);
      const passing: Omit<Forward, 'onFail' | 'onEnd'> = {
        ...{ stay: { stub: stay.client, lost: stay.lost, waits: () => () => undefined }, path: target },
        fence: (value) => fenceFor(value, { relay, segments, method }),
        ...(isPrompt && readers.hasBare ? { hold: (value: string) => told(value, relay, gone) } : {}),
        ...(body && method === 'POST' && segments[0] === 'sync'
          ? {
              onDone: () => {
                takeWarp(segments[1] ?? '', body, relay.ledger);
              },
            }
          : {}),
      };
      await new Promise<void>((resolve) => {
        const onFail = (error: Error): void => {
          answerFailure(answer, host, error, undefined, `The connection to the agent host of ${host}`);
          resolve();
        };
        forward(withBody(request, body), answer, { ...passing, onFail, onEnd: resolve });
      });
    } finally {
      release();
    }
  }

  /** As it goes on; undefined where it is passed on as it comes. */
  private async body(
    request: HttpRequest,
    segments: string[],
    answer: HttpAnswer,
  ): Promise<Buffer | undefined | 'refused'> {
    const { workspace, anchor, paths, files } = this.options;
    const { method, gone } = request;
    const rewrite = rewriteOf(method, segments, { workspace, paths, files, anchor: anchor.anchor });
    const isSync = method === 'POST' && segments[0] === 'sync';
    if (!rewrite) return isSync ? readWhole(request.body, maxBodyBytes) : undefined;
    const bytes = await readWhole(request.body, maxBodyBytes);
    if (bytes.length === 0) return bytes;
    const json = parseJson(bytes);
    if (isRecord(json)) return Buffer.from(JSON.stringify(await rewrite(json, gone)));
    answerError(answer, 400, 'invalid_body', 'The body must be an object.');
    return 'refused';
  }

  private async reach(signal: AbortSignal, answer: HttpAnswer): Promise<AgentStay | undefined> {
    const { agent, host } = this.options;
    try {
      return await agent.reach(signal);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (signal.aborted) answer.cut();
      else {
        const message = `The agent host of ${host}, which has its sessions, cannot be had: ${why}`;
        answerError(answer, 503, 'agent_away', message, { 'retry-after': '5' });
      }
      return undefined;
    }
  }

  private async undo(
    verb: 'revert' | 'unrevert',
    request: HttpRequest,
    path: StubPath,
    answer: HttpAnswer,
  ): Promise<void> {
    const { host, undo, readers, relay } = this.options;
    const { segments } = path;
    const release = this.options.busy();
    try {
      const body = await readWhole(request.body, maxBodyBytes);
      const stay = await this.reach(request.gone, answer);
      if (!stay) return;
      const { headers } = withBody(request, body);
      const signal = AbortSignal.any([request.gone, stay.lost]);
      const answered = await collect(stay.client, host, {
        ...{
          method: 'POST',
          path: this.target(path),
          headers: toStub({ headers }),
          body: once(body),
          signal,
        },
      });
      const pass = ({ status, headers: given, text }: WholeAnswer): void => {
        const bytes = Buffer.from(text);
        const sync = given['x-opencode-sync'];
        const fence =
          typeof sync === 'string' ? fenceFor(sync, { relay, segments, method: 'POST' }) : undefined;
        answer.start(status, {
          ...toClient(given),
          'content-length': String(bytes.length),
          'x-opencode-sync': fence,
        });
        answer.write(bytes);
        answer.end();
      };
      const asked = parseJson(body);
      const serving = {
        ...{ host, undo, pass, sessionID: segments[1] ?? '', asked: isRecord(asked) ? asked : {} },
        publish: readers.publish.bind(readers),
      };
      if (verb === 'revert') await serveRevert(answered, answer, serving);
      else await serveUnrevert(answered, answer, serving);
    } catch (error) {
      if (request.gone.aborted) answer.cut();
      else
        answerFailure(answer, host, error as Error, undefined, `The connection to the agent host of ${host}`);
    } finally {
      release();
    }
  }

  private async list({ gone, headers }: HttpRequest, path: StubPath, answer: HttpAnswer): Promise<void> {
    const { agent, link, host } = this.options;
    const asked = { method: 'GET', headers: toStub({ headers }), signal: gone };
    const lists = await Promise.all([
      agent.current && jsonOf(agent.current.client, host, { ...asked, path: this.target(path) }),
      link.current && jsonOf(link.current.stub, host, { ...asked, path: path.path }),
    ]);
    const items = lists.flatMap((list) => (isRecord(list) ? list['data'] : list) ?? []);
    const [shape] = lists.filter((list) => isRecord(list));
    const isBare = path.segments[0] === 'permission';
    answerJson(answer, 200, isBare ? items : { ...(isRecord(shape) ? shape : {}), data: items });
  }

  /** A question that was asked before this gateway listened is the stub's if the stub says so. */
  private async asker(segments: string[]): Promise<'stub' | 'agent'> {
    const { permissions, link, host } = this.options;
    const id = segments[segments[0] === 'permission' ? 1 : segments[0] === 'session' ? 3 : 4] ?? '';
    const known = permissions.asker(id);
    if (known || !link.current) return known ?? 'agent';
    const query = `?workspace=${encodeURIComponent(this.options.workspace.id)}`;
    const signal = link.current.lost;
    const asked = await jsonOf(link.current.stub, host, {
      method: 'GET',
      path: `/permission${query}`,
      signal,
    });
    const has = Array.isArray(asked) && asked.some((one) => isRecord(one) && one['id'] === id);
    return has ? 'stub' : 'agent';
  }

  private target(path: StubPath): string {
    const [, query = ''] = path.path.split('?');
    return this.options.anchor.target(pathnameOf(path), new URLSearchParams(query));
  }
}

function pathnameOf({ path }: StubPath): string {
  return path.split('?', 1)[0] ?? '';
}

/** Undefined where there is no answer, or one that is none. */
async function jsonOf(
  source: Parameters<typeof collect>[0],
  host: string,
  request: Parameters<typeof collect>[2],
): Promise<unknown> {
  try {
    const { status, text } = await collect(source, host, request);
    return status === 200 ? parseJson(Buffer.from(text)) : undefined;
  } catch {
    return undefined;
  }
}

function withBody(request: HttpRequest, body: Buffer | undefined): HttpRequest {
  if (!body) return request;
  const headers = {
    ...request.headers,
    'content-type': 'application/json',
    'content-length': String(body.length),
  };
  return { ...request, headers, body: once(body) };
}
