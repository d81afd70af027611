import type { Socket } from 'node:net';

import type { AgentSide } from './agent/agent-side.js';
import { routeOf } from './agent/route-of.js';
import { answerError, answerJson } from './answer-error.js';
import type { EventReaders } from './event-readers.js';
import type { EventRelay } from './event-relay.js';
import { fenceFor } from './fence.js';
import { answerFailure, forward } from './forward.js';
import type { GatewayOptions, Log } from './gateway-options.js';
import type { HostLink } from './host-link.js';
import type { HttpAnswer } from './http/http-answer.js';
import type { HttpRequest } from './http/http-request.js';
import type { LocalPaths } from './local-paths.js';
import { once } from './once.js';
import { ownStatus, ownWorkspace } from './own-workspace.js';
import { answersModelsQuestions, answersQuestions, noQuestions, stubsQuestions } from './plain-question.js';
import { answersSessions, withPlainTitle } from './plain-title.js';
import { readWhole } from './read-json.js';
import { serveHistory } from './serve-history.js';
import { serveShell } from './serve-shell.js';
import { isClosed, type StubPath, stubPath } from './stub-path.js';
import { takeWarp } from './take-warp.js';
import { told } from './told.js';
import { joinWebSockets } from './web-socket.js';

/** Prompts may hold pictures. */
const maxPromptBytes = 64 * 1024 * 1024;
/** How long what a person enters waits for the host's first connection. */
const firstPatienceMs = 30_000;
const namesFiles = new Set(['message', 'prompt_async', 'command']);

export interface RoutesOptions extends Pick<GatewayOptions, 'host' | 'workspace'> {
  paths: LocalPaths;
  shellPatienceMs: number;
  link: HostLink;
  readers: EventReaders;
  relay: EventRelay;
  agent: AgentSide | undefined;
  log: Log;
}

/** Answers a request that was let in; `target` is without the secret. */
export class Routes {
  constructor(private readonly options: RoutesOptions) {}

  async serve(request: HttpRequest, target: string, answer: HttpAnswer): Promise<void> {
    const { host, workspace, link, readers, relay, agent, log } = this.options;
    const { method } = request;
    const path = stubPath(target, workspace.id, this.options.paths);
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
      case 'POST /sync/history': {
        const stay = agent ? agent.current : link.current;
        await serveHistory(request, answer, {
          ...{ host, workspace, relay, readers, log },
          source: stay && ('client' in stay ? stay.client : stay.stub),
          lost: stay?.lost ?? new AbortController().signal,
        });
        return;
      }
      case 'GET /experimental/workspace':
        answerJson(answer, 200, [ownWorkspace(workspace, host)]);
        return;
      case 'GET /experimental/workspace/status':
        answerJson(answer, 200, [ownStatus(workspace, link)]);
        return;
      // None is made here.
      case 'GET /experimental/workspace/adapter':
        answerJson(answer, 200, []);
        return;
    }
    if (!agent) await this.pass(request, path, answer);
    else if (`${method} /${path.segments.join('/')}` === 'GET /api/event') readers.add(request, answer, true);
    else await agent.routes.serve(request, path, answer, () => this.pass(request, path, answer));
  }

  /** For a WebSocket; `answer` is for what is none. */
  upgrade(
    request: HttpRequest,
    target: string,
    client: { socket: Socket; rest: Buffer; answer: HttpAnswer },
  ): void {
    const { host, workspace, link } = this.options;
    const path = stubPath(target, workspace.id, this.options.paths);
    const stay = link.current;
    const isStubs = !this.options.agent || routeOf('GET', path?.segments ?? []) === 'stub';
    if (!path || isClosed(path, request.method) || !isStubs) {
      answerError(client.answer, 404, 'not_found', 'There is no WebSocket here.');
    } else if (!stay) this.answerAway(client.answer);
    else joinWebSockets(request, { ...client, host, stay, path: path.path, reason: () => link.reason });
  }

  private async pass(request: HttpRequest, path: StubPath, answer: HttpAnswer): Promise<void> {
    const { host, link, readers, relay, paths, shellPatienceMs: patienceMs } = this.options;
    const { gone } = request;
    const { segments } = path;
    const [first, session = '', verb = ''] = segments;
    const ofSession = first === 'session' && segments.length === 3 && request.method === 'POST';
    // A TUI is there before the host is, and shows no failure of what its person enters: that would be lost.
    const stay = ofSession
      ? await link.first(AbortSignal.any([gone, AbortSignal.timeout(firstPatienceMs)]))
      : link.current;
    if (!stay) {
      this.answerAway(answer);
      return;
    }
    const fence = (value: string) => fenceFor(value, { relay, segments, method: request.method });
    const onFail = (error: Error): void => {
      answerFailure(answer, host, error, stay.lost.aborted ? link.reason : undefined);
    };
    const isPrompt = ofSession && namesFiles.has(verb);
    const hold = isPrompt && readers.hasBare ? (value: string) => told(value, relay, gone) : undefined;
    const passing = { stay, path: path.path, ofHost: host, fence, hold, onFail };
    if (ofSession && verb === 'shell') {
      const body = await readWhole(request.body, maxPromptBytes);
      const shell = { host, stay, path: path.path, ofHost: host, fence, session, link, relay, patienceMs };
      serveShell({ ...request, body: once(body) }, body, answer, shell);
    } else if (isPrompt && paths.differ) {
      const body = paths.bytes(await readWhole(request.body, maxPromptBytes));
      const headers = { ...request.headers, 'content-length': String(body.length) };
      forward({ ...request, headers, body: once(body) }, answer, passing);
    } else if (request.method === 'POST' && first === 'sync') {
      const body = await readWhole(request.body, maxPromptBytes);
      const onDone = (): void => {
        takeWarp(session, body, relay.ledger);
      };
      forward({ ...request, body: once(body) }, answer, { ...passing, onDone });
    } else {
      forward(request, answer, { ...passing, rewrite: rewriteOf(request.method, segments) });
    }
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

/** How the answer to a request is changed; undefined for one that goes as it is. */
function rewriteOf(method: string, segments: readonly string[]): ((value: unknown) => unknown) | undefined {
  if (answersSessions(method, segments)) return withPlainTitle;
  if (answersModelsQuestions(method, segments)) return noQuestions;
  return answersQuestions(method, segments) ? stubsQuestions : undefined;
}
