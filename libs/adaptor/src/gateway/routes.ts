import { answerError, answerJson } from './answer-error.js';
import type { EventReaders } from './event-readers.js';
import type { EventRelay } from './event-relay.js';
import { fenceFor } from './fence.js';
import { answerFailure, forward } from './forward.js';
import type { GatewayOptions, Log } from './gateway-options.js';
import type { HostLink } from './host-link.js';
import type { HttpAnswer } from './http/http-answer.js';
import type { HttpRequest } from './http/http-request.js';
import { serveHistory } from './serve-history.js';
import { isClosed, type StubPath, stubPath } from './stub-path.js';

export interface RoutesOptions extends Pick<GatewayOptions, 'host' | 'workspace'> {
  link: HostLink;
  readers: EventReaders;
  relay: EventRelay;
  log: Log;
}

/** Answers a request that was let in; `target` is without the secret. */
export class Routes {
  constructor(private readonly options: RoutesOptions) {}

  async serve(request: HttpRequest, target: string, answer: HttpAnswer): Promise<void> {
    const { host, workspace, link, readers, relay, log } = this.options;
    const { method } = request;
    const path = stubPath(target, workspace.id);
    if (!path) {
      answerError(answer, 400, 'bad_path', 'The path is malformed.');
      return;
    }
    if (isClosed(path, method)) {
      answerError(answer, 404, 'not_found', `${method} /${path.segments.join('/')} is not served here.`);
      return;
    }
    switch (`${method} /${path.segments.join('/')}`) {
      case 'GET /global/event':
        readers.add(request, answer, false);
        return;
      case 'GET /event':
        readers.add(request, answer, true);
        return;
      case 'POST /sync/history':
        await serveHistory(request, answer, {
          ...{ host, workspace, relay, log },
          stub: link.current?.stub,
          lost: link.current?.lost ?? new AbortController().signal,
        });
        return;
      // This is one workspace; it has none of its own.
      case 'GET /experimental/workspace':
      case 'GET /experimental/workspace/status':
      case 'GET /experimental/workspace/adapter':
        answerJson(answer, 200, []);
        return;
    }
    this.pass(request, path, answer);
  }

  private pass(request: HttpRequest, path: StubPath, answer: HttpAnswer): void {
    const { host, link, relay } = this.options;
    const stay = link.current;
    if (!stay) {
      this.answerAway(answer);
      return;
    }
    forward(request, answer, {
      stay,
      path: path.path,
      fence: (value) => fenceFor(value, { relay, segments: path.segments, method: request.method }),
      onFail: (error) => {
        answerFailure(answer, host, error, stay.lost.aborted ? link.reason : undefined);
      },
    });
  }

  private answerAway(answer: HttpAnswer): void {
    const { host, link } = this.options;
    answerError(
      answer,
      503,
      'host_away',
      `${host} cannot be reached at the moment: ${link.reason}. Commands that run there go on.`,
      { 'retry-after': '5' },
    );
  }
}
