import type { EventReaders } from '../event-readers.js';
import type { EventSource } from '../event-source.js';
import type { GatewayWorkspace, Log } from '../gateway-options.js';
import { OpenQuestions } from '../open-questions.js';
import { pause } from '../pause.js';

const maxPauseMs = 5000;
/** Where an agent host has the sessions, the host has its files, terminals and questions about paths. */
const ofTheHost = /^(permission|file|vcs|pty|project\.directories)\./;

export interface StubEventsOptions {
  host: string;
  workspace: GatewayWorkspace;
  readers: EventReaders;
  log: Log;
  /** Called for each event that is passed on. */
  onPlain: (payload: { type: string } & Record<string, unknown>) => void;
}

/** Passes on what the stub tells beside an agent host: nothing that is stored, and what came while nobody listened is not told again. */
export class StubEvents {
  private following: Promise<void> = Promise.resolve();

  private readonly questions: OpenQuestions;

  constructor(private readonly options: StubEventsOptions) {
    this.questions = new OpenQuestions(options);
  }

  /** Over broken streams, until `signal` aborts. Never rejects. */
  follow(stub: EventSource, signal: AbortSignal): Promise<void> {
    this.following = this.following.then(() => this.followOne(stub, signal));
    return this.following;
  }

  private async followOne(stub: EventSource, signal: AbortSignal): Promise<void> {
    const { host, workspace, log } = this.options;
    let lastEventID: string | undefined;
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        for await (const event of stub.events({ lastEventID, workspaceID: workspace.id, signal })) {
          lastEventID = event.id ?? lastEventID;
          this.take(event.data);
          failures = 0;
        }
      } catch (error) {
        log('debug', `The events of ${host} broke: ${String(error)}`);
        lastEventID = undefined;
      }
      await pause(Math.min(maxPauseMs, 100 * 2 ** failures), signal);
    }
  }

  private take(value: unknown): void {
    const { workspace, readers, onPlain } = this.options;
    const got = this.questions.classify(value, workspace);
    if (got.is !== 'event' || !ofTheHost.test(got.frame.payload.type)) return;
    readers.send(got.frame);
    onPlain(got.frame.payload);
  }
}
