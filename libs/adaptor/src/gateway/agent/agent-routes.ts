import type { Undo } from '../../agent/undo.js';
import { answerError, answerJson } from '../answer-error.js';
import { isRecord } from '../durable-event.js';
import type { EventReaders } from '../event-readers.js';
import type { EventRelay } from '../event-relay.js';
import { fenceFor } from '../fence.js';
import { type Forward, forward } from '../forward.js';
import type { GatewayWorkspace } from '../gateway-options.js';
import type { HostLink } from '../host-link.js';
import type { HttpAnswer } from '../http/http-answer.js';
import type { HttpRequest } from '../http/http-request.js';
import type { LocalPaths } from '../local-paths.js';
import { withBody } from '../with-body.js';
import { parseJson } from '../parse-json.js';
import { readWhole } from '../read-json.js';
import type { StubPath } from '../stub-path.js';
import { takeWarp } from '../take-warp.js';
import { told } from '../told.js';
import { rewriteOf } from './agent-body.js';
import type { AgentLink } from './agent-link.js';
import type { AnchorPaths } from './anchor-paths.js';
import { AskBoth } from './ask-both.js';
import { pageOf } from './pages.js';
import type { Permissions } from './permissions.js';
import type { PromptFiles } from './prompt-files.js';
import { quietOf } from './quiet.js';
import { answerLost, reachAgent } from './reach-agent.js';
import { routeOf } from './route-of.js';
import { serveUndo } from './serve-undo.js';
import type { SessionChanges } from './session-changes.js';
import type { SlashCommands } from './slash-commands.js';

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
  changes: SessionChanges;
  commands: SlashCommands;
}

/** Answers what is not the gateway's own, where an agent host has the sessions. */
export class AgentRoutes {
  private readonly both: AskBoth;

  constructor(private readonly options: AgentRoutesOptions) {
    this.both = new AskBoth(options);
  }

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
    const page = to === undefined ? pageOf(request, path.path.split('?', 1)[0] ?? '') : undefined;
    if (page !== undefined) await this.toAgent(request, { ...path, path: page }, answer);
    else if (to === 'stub') await toStub();
    else if (to === 'both') await this.both.list(request, path, answer);
    else if (to === 'asker') {
      if ((await this.both.asker(segments)) === 'stub') await toStub();
      else await this.toAgent(request, path, answer);
    } else if (to === 'revert' || to === 'unrevert') await serveUndo(to, request, path, answer, this.options);
    else if (to === 'agent') await this.toAgent(request, path, answer);
    else {
      const asked = `${method} /${segments.join('/')}`;
      answerError(answer, 501, 'not_served', `${asked} is not served in a workspace of another machine.`);
    }
  }

  private async toAgent(request: HttpRequest, path: StubPath, answer: HttpAnswer): Promise<void> {
    const { relay, readers, agent, host, anchor, commands } = this.options;
    const { segments } = path;
    const { method, gone } = request;
    const quiet = quietOf(method, segments);
    if (quiet?.answer && !agent.current) {
      answerJson(answer, 200, quiet.answer.json);
      return;
    }
    const release = quiet ? () => undefined : this.options.busy();
    const [, sessionID = '', verb] = segments;
    const isCommand = method === 'POST' && segments[0] === 'session' && verb === 'command';
    const ended = isCommand ? commands.begin(sessionID) : undefined;
    try {
      const body = await this.body(request, segments, answer);
      if (body === 'refused') return;
      const stay = (quiet && agent.current) ?? (await reachAgent(agent, { host, signal: gone, answer }));
      if (!stay) return;
      const isPrompt = method === 'POST' && segments[0] === 'session' && segments.length === 3;
      const target = anchor.target(path);
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
          answerLost(answer, host, error);
          resolve();
        };
        forward(body ? withBody(request, body) : request, answer, { ...passing, onFail, onEnd: resolve });
      });
    } finally {
      ended?.();
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
}
