import type { Undo } from '../../agent/undo.js';
import { answerError, answerJson } from '../answer-error.js';
import { isRecord } from '../durable-event.js';
import { answerFailure, forward } from '../forward.js';
import type { GatewayWorkspace } from '../gateway-options.js';
import type { HostLink, HostStay } from '../host-link.js';
import type { HttpAnswer } from '../http/http-answer.js';
import type { HttpRequest } from '../http/http-request.js';
import { LocalPaths } from '../local-paths.js';
import { readJson } from '../read-json.js';
import { stubPath } from '../stub-path.js';
import { HeldCommands } from './held-commands.js';
import type { SlashCommands } from './slash-commands.js';

const maxBytes = 64 * 1024;
const instanceRoute = 'GET /agent/v1/instance';
const sessionRoute = 'GET /agent/v1/command-session';
const open =
  /^(?:(?:GET|HEAD) \/(?:global\/health|path|(?:file|find|vcs)(?:\/.*)?)|POST \/vcs\/apply|[A-Z]+ \/stub\/v1\/(?:exec(?:\/.*)?|file\/.+|command\/look))$/;

export interface DoorForAgentsOptions {
  host: string;
  workspace: GatewayWorkspace;
  link: HostLink;
  undo: Undo | undefined;
  commands: SlashCommands;
  /** Called when what a session's last step changed is known. */
  settled?: (sessionID: string) => void;
}

/** What an agent host's tools may ask: the stub for commands and files of this workspace, and this side for undo. */
export class DoorForAgents {
  private readonly paths: LocalPaths;
  private readonly held: HeldCommands;
  /** Which run of the stub each stay began with. */
  private readonly instances = new WeakMap<HostStay, Promise<string>>();

  constructor(private readonly options: DoorForAgentsOptions) {
    this.paths = new LocalPaths(undefined, options.workspace.directory);
    this.held = new HeldCommands(options.link);
  }

  /** Ends what is held on the host; waits for that as long as `ms`. */
  close(ms: number): Promise<void> {
    return this.held.close(ms);
  }

  async serve(request: HttpRequest, target: string, answer: HttpAnswer): Promise<void> {
    const { host, workspace, link } = this.options;
    const path = stubPath(target, workspace.id, this.paths);
    if (!path) {
      answerError(answer, 400, 'bad_path', 'The path is malformed.');
      return;
    }
    const asked = `${request.method} /${path.segments.join('/')}`;
    if (asked === 'POST /agent/v1/before' || asked === 'POST /agent/v1/settled') {
      await this.serveUndo(asked, request, answer);
      return;
    }
    const [key] = path.segments.slice(3);
    if (key !== undefined && /^POST \/agent\/v1\/hold\/[^/]+$/.test(asked)) {
      this.held.hold(key, request, answer);
      return;
    }
    if (asked === sessionRoute) {
      answerJson(answer, 200, { sessionID: this.options.commands.session });
      return;
    }
    if (asked !== instanceRoute && !open.test(asked)) {
      answerError(answer, 404, 'not_found', `${asked} is not served to an agent host.`);
      return;
    }
    const stay = link.current;
    if (!stay) {
      const message = `${host} cannot be reached at the moment: ${link.reason}.`;
      answerError(answer, 503, 'host_away', message, { 'retry-after': '5' });
      return;
    }
    const onFail = (error: Error): void => {
      answerFailure(answer, host, error, stay.lost.aborted ? link.reason : undefined);
    };
    if (asked === instanceRoute) {
      await this.instanceOf(stay).then((instance) => {
        answerJson(answer, 200, { instance });
      }, onFail);
      return;
    }
    forward(request, answer, { ...{ stay, path: path.path, ofAgent: true, fence: () => undefined }, onFail });
  }

  /** Asked once: whoever starts a command has to know it before, and is not to wait for it. */
  private instanceOf(stay: HostStay): Promise<string> {
    const known = this.instances.get(stay);
    if (known) return known;
    const asked = stay.stub.health({ signal: stay.lost }).then(({ stub }) => stub.instance);
    this.instances.set(stay, asked);
    asked.catch(() => this.instances.delete(stay));
    return asked;
  }

  private async serveUndo(asked: string, request: HttpRequest, answer: HttpAnswer): Promise<void> {
    const { undo } = this.options;
    const body = await readJson(request.body, maxBytes);
    const { sessionID, messageID } = isRecord(body) ? body : {};
    const before = asked.endsWith('before');
    if (typeof sessionID !== 'string' || (before && typeof messageID !== 'string')) {
      answerError(
        answer,
        400,
        'invalid_body',
        'The body must name a session and, before a step, its message.',
      );
      return;
    }
    try {
      if (before) await undo?.before({ sessionID, messageID: String(messageID) });
      else await undo?.settled(sessionID);
      answerJson(answer, 200, true);
      if (!before) this.options.settled?.(sessionID);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      answerError(answer, 502, 'no_undo', `What files are now could not be kept: ${why}`);
    }
  }
}
