import type { RemoteHost } from '../open-host.js';
import { backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { doubtStub } from './doubt-stub.js';
import { isTransient } from './is-transient.js';
import type { LinkState } from './link-state.js';
import { linkClosed } from './link-closed.js';
import { watchStub } from './watch-stub.js';

export interface HostLinkOptions {
  /** As the person knows it. */
  host: string;
  open: (signal: AbortSignal) => Promise<RemoteHost>;
  silenceMs: number;
  answerMs: number;
  clock: Clock;
  random: () => number;
}

/** One supervised connection to a host: from the first {@link connect} on it is made again whenever it is lost, until it is closed. */
export class HostLink {
  readonly host: string;
  private current: RemoteHost | undefined;
  private latest: LinkState = { name: 'connecting' };
  private readonly listeners = new Set<(state: LinkState) => void>();
  private readonly ended = new AbortController();
  private attempting: Promise<RemoteHost> | undefined;
  private stopRetry: (() => void) | undefined;
  private stopWatch: (() => void) | undefined;
  private ask: (() => void) | undefined;

  constructor(private readonly options: HostLinkOptions) {
    this.host = options.host;
  }

  get state(): LinkState {
    return this.latest;
  }

  /** Present while connected. */
  get remote(): RemoteHost | undefined {
    return this.current;
  }

  /** Calls back on each change until the returned function is called. */
  onState(listener: (state: LinkState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The host, or the outcome of the attempt that is under way or begins now. A failure of the network is tried again all the same. */
  connect(): Promise<RemoteHost> {
    if (this.ended.signal.aborted) return Promise.reject(linkClosed(this.host));
    if (this.current) return Promise.resolve(this.current);
    return this.attempt();
  }

  /** Somebody waits for an answer of the host: a line that is dead is found out sooner. May be called often. */
  doubt(): void {
    this.ask?.();
  }

  /** Makes the connection anew, though nothing is wrong with it. */
  async renew(why: Error): Promise<void> {
    const { current } = this;
    if (!current) return;
    this.current = undefined;
    this.stopWatch?.();
    this.change({ name: 'reconnecting', attempt: 1, error: why, retryAt: this.options.clock.now() });
    await current.close().catch(() => undefined);
    await this.connect().catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.ended.signal.aborted) return;
    this.ended.abort(linkClosed(this.host));
    this.stopRetry?.();
    this.stopWatch?.();
    const { current, attempting } = this;
    this.current = undefined;
    this.change({ name: 'closed' });
    await attempting?.then(undefined, () => undefined);
    await current?.close().catch(() => undefined);
  }

  private attempt(): Promise<RemoteHost> {
    this.stopRetry?.();
    if (this.attempting) return this.attempting;
    const attempting = this.tryOnce().finally(() => {
      if (this.attempting === attempting) this.attempting = undefined;
    });
    this.attempting = attempting;
    return attempting;
  }

  private async tryOnce(): Promise<RemoteHost> {
    const before = this.latest;
    if (before.name === 'failed') this.change({ name: 'connecting' });
    const attempt = before.name === 'reconnecting' ? before.attempt : 1;
    try {
      const remote = await this.options.open(this.ended.signal);
      if (this.ended.signal.aborted) {
        await remote.close().catch(() => undefined);
        throw linkClosed(this.host);
      }
      // One that is lost already is followed by another attempt.
      this.attempting = undefined;
      this.connected(remote);
      return remote;
    } catch (error) {
      if (!this.ended.signal.aborted) this.failed(asError(error), attempt + 1);
      throw error;
    }
  }

  private connected(remote: RemoteHost): void {
    const { clock, silenceMs, answerMs, host } = this.options;
    this.current = remote;
    const watching = new AbortController();
    const lost = (error: Error): void => {
      if (!watching.signal.aborted) this.lose(remote, error);
    };
    const stopState = remote.connection.onState((state) => {
      if (state.name === 'closed') lost(state.reason === 'lost' ? state.error : linkClosed(host));
    });
    this.stopWatch = () => {
      this.ask = undefined;
      stopState();
      watching.abort(linkClosed(host));
    };
    const { instance } = remote.running.ready;
    const { signal } = watching;
    const { stub, connection } = remote;
    watchStub({ stub, host, instance, silenceMs, answerMs, clock, signal }).catch(lost);
    const doubt = doubtStub({ stub, connection, host, answerMs, clock, signal });
    this.ask = () => {
      doubt().catch(lost);
    };
    this.change({ name: 'connected', since: clock.now() });
    const { state } = remote.connection;
    if (state.name === 'closed') lost(state.reason === 'lost' ? state.error : linkClosed(host));
  }

  private lose(remote: RemoteHost, error: Error): void {
    if (this.current !== remote) return;
    this.current = undefined;
    this.stopWatch?.();
    this.change({ name: 'reconnecting', attempt: 1, error, retryAt: this.options.clock.now() });
    // A line that is dead would be waited for.
    remote.close().catch(() => undefined);
    this.attempt().catch(() => undefined);
  }

  private failed(error: Error, next: number): void {
    if (!isTransient(error)) {
      this.change({ name: 'failed', error });
      return;
    }
    const { clock, random } = this.options;
    const waitMs = backoff(next, random);
    this.stopRetry = clock.after(waitMs, () => {
      this.attempt().catch(() => undefined);
    });
    this.change({ name: 'reconnecting', attempt: next, error, retryAt: clock.now() + waitMs });
  }

  private change(state: LinkState): void {
    this.latest = state;
    for (const listener of [...this.listeners]) listener(state);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
