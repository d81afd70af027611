import { setMaxListeners } from 'node:events';

import type { AgentEndpoint, AgentHost } from '../../agent/agent-host.js';
import { pause } from '../pause.js';
import { AgentClient } from './agent-client.js';
import type { AnchorPaths } from './anchor-paths.js';

const patienceMs = 90_000;
const followMs = 10_000;

/** One life of an agent host. */
export interface AgentStay {
  client: AgentClient;
  /** Aborts when it has ended. */
  lost: AbortSignal;
  /** Resolves when its events come and nothing is missing before them, or late: an answer may speak of what they tell. */
  followed: Promise<void>;
}

export interface AgentLinkOptions {
  host: AgentHost;
  /** For messages. */
  name: string;
  paths: AnchorPaths;
  /** `begun` is to be called when its events come. */
  onStay: (stay: AgentStay, begun: () => void) => void;
  onLost: () => void;
}

/** The agent host while it runs; started by who needs it, and by nothing else. */
export class AgentLink {
  private stay: (AgentStay & { endpoint: AgentEndpoint; end: AbortController }) | undefined;
  private readonly unwatch: () => void;
  private closed = false;

  constructor(private readonly options: AgentLinkOptions) {
    const { host } = options;
    this.unwatch = host.onEndpoint((endpoint) => {
      this.turn(endpoint);
    });
    this.turn(host.endpoint);
  }

  get current(): AgentStay | undefined {
    return this.stay;
  }

  /** Starts it if need be. Rejects with why it cannot be had, or when `signal` aborts. */
  async reach(signal: AbortSignal): Promise<AgentStay> {
    const { host, name } = this.options;
    const late = AbortSignal.timeout(patienceMs);
    const either = AbortSignal.any([signal, late]);
    const endpoint = await bounded(host.reach(either), either, () =>
      late.aborted ? new Error(`${name} did not answer within ${patienceMs / 1000} s`) : undefined,
    );
    const stay = this.turn(endpoint);
    if (!stay) throw new Error('the workspace was closed');
    await bounded(stay.followed, signal, () => undefined);
    return stay;
  }

  close(): void {
    this.closed = true;
    this.unwatch();
    this.turn(undefined);
  }

  private turn(endpoint: AgentEndpoint | undefined): AgentStay | undefined {
    const { stay } = this;
    if (isSame(stay?.endpoint, endpoint)) return stay;
    this.stay = undefined;
    if (stay) {
      stay.end.abort(new Error('the agent host has ended'));
      void stay.client.close();
      this.options.onLost();
    }
    if (!endpoint || this.closed) return undefined;
    const { name, paths, onStay } = this.options;
    const end = new AbortController();
    // One listener for each request under way.
    setMaxListeners(0, end.signal);
    const begun = new AbortController();
    const followed = pause(followMs, AbortSignal.any([begun.signal, end.signal]));
    const client = new AgentClient({ endpoint, name, paths });
    this.stay = { endpoint, end, lost: end.signal, client, followed };
    onStay(this.stay, () => {
      begun.abort();
    });
    return this.stay;
  }
}

function isSame(one: AgentEndpoint | undefined, other: AgentEndpoint | undefined): boolean {
  return one?.origin === other?.origin && one?.authorization === other?.authorization;
}

/** Also where what is waited for does not look at the signal. */
function bounded<T>(promise: Promise<T>, signal: AbortSignal, why: () => Error | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(why() ?? (signal.reason as Error));
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  });
}
