import type { StubClient } from '../stub-client.js';
import type { GatewayOptions } from './gateway-options.js';

/** One stay of the host. */
export interface HostStay {
  stub: StubClient;
  /** Aborts when the host goes. */
  lost: AbortSignal;
  /** To be called when a request is made; the returned function, when its answer begins or never will. */
  waits: () => () => void;
}

/** Whether the host is there, and why not. */
export class HostLink {
  private stay: (HostStay & { end: AbortController }) | undefined;
  private why = 'not connected yet';
  private hasBeenThere = false;
  private readonly arrivals = new Set<(stay: HostStay) => void>();

  constructor(private readonly options: Required<Pick<GatewayOptions, 'onWaiting' | 'waitingMs'>>) {}

  get current(): HostStay | undefined {
    return this.stay;
  }

  get reason(): string {
    return this.why;
  }

  attach(stub: StubClient): HostStay {
    if (this.stay?.stub === stub) return this.stay;
    this.away('connecting again');
    const end = new AbortController();
    const stay = { stub, lost: end.signal, end, waits: this.waits };
    this.stay = stay;
    this.hasBeenThere = true;
    for (const arrived of this.arrivals) arrived(stay);
    this.arrivals.clear();
    return stay;
  }

  away(reason: string): void {
    this.why = reason;
    const { stay } = this;
    this.stay = undefined;
    stay?.end.abort(new Error(reason));
  }

  private readonly waits = (): (() => void) => {
    const { onWaiting, waitingMs } = this.options;
    const timer = setInterval(onWaiting, waitingMs);
    timer.unref();
    return () => {
      clearInterval(timer);
    };
  };

  /** The current stay; where the host was not there yet at all, the first one, unless `signal` aborts before. */
  async first(signal: AbortSignal): Promise<HostStay | undefined> {
    return this.stay ?? (this.hasBeenThere ? undefined : this.next(signal));
  }

  /** The next stay; undefined when none begins before `signal` aborts. */
  next(signal: AbortSignal): Promise<HostStay | undefined> {
    return new Promise((resolve) => {
      const arrived = (stay: HostStay | undefined): void => {
        this.arrivals.delete(arrived);
        signal.removeEventListener('abort', onAbort);
        resolve(stay);
      };
      const onAbort = (): void => {
        arrived(undefined);
      };
      if (signal.aborted) {
        resolve(undefined);
        return;
      }
      signal.addEventListener('abort', onAbort);
      this.arrivals.add(arrived);
    });
  }
}
