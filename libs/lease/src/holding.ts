import { bounded } from './bounded.js';
import { checkedLease } from './checked-lease.js';
import { LeaseError, type LeaseLoss } from './errors.js';
import type { HeldLease, HeldLeaseState, LostEvent } from './held-lease.js';
import type { LeaseClock } from './lease-clock.js';
import type { LeaseServer, StubLease, StubLeaseGrant } from './lease-server.js';
import { lostError } from './lost-error.js';

/** Clocks may run apart: this side stops believing before the stub can have ended it. */
const beliefShare = 0.9;
const renewShare = 1 / 3;
/** Until the next try, after one that failed. */
const retryShare = 1 / 12;
const releaseMs = 5000;

/** How long an answer is waited for. */
export function attemptMs(ttlMs: number): number {
  return Math.min(10_000, ttlMs / 4);
}

export interface HoldingOptions {
  server: LeaseServer;
  grant: StubLeaseGrant;
  host: string;
  clock: LeaseClock;
  /** When the lease was asked for. */
  sentAt: number;
  onLost?: (error: LeaseError) => void;
}

/** What {@link HeldLease} promises, from the grant on. */
export class Holding implements HeldLease {
  readonly id: string;
  readonly stolen: readonly StubLease[];
  private server: LeaseServer;
  private latest: StubLease;
  /** When the last request was sent that is known to have renewed it. */
  private confirmedAt: number;
  private end: Exclude<HeldLeaseState, { name: 'held' }> | undefined;
  private renewal: { controller: AbortController; done: Promise<void> } | undefined;
  /** Of a loss that is known without its reason. */
  private reasoning: Promise<void> | undefined;
  private stopTimers: (() => void)[] = [];

  constructor(private readonly options: HoldingOptions) {
    const { lease, stolen } = options.grant;
    this.id = lease.id;
    this.latest = lease;
    this.stolen = stolen;
    this.server = options.server;
    this.confirmedAt = options.sentAt;
    this.watch(this.renewalDue());
  }

  get lease(): StubLease {
    return this.latest;
  }

  get state(): HeldLeaseState {
    if (!this.end && this.now() >= this.until) this.expire();
    return this.end ?? { name: 'held', until: this.until };
  }

  now(): number {
    return this.options.clock.now();
  }

  touched(sentAt: number): void {
    if (this.state.name === 'held')
      this.confirmedAt = Math.max(this.confirmedAt, Math.min(sentAt, this.now()));
  }

  told({ lease, reason, by }: LostEvent): void {
    if (lease.id === this.id) this.lose({ reason, by: by ?? undefined });
  }

  async refuted(): Promise<HeldLeaseState> {
    if (this.state.name === 'held') {
      this.stop({ name: 'lost', loss: { reason: 'unknown' } });
      this.reasoning = this.findReason();
    }
    await this.reasoning;
    return this.state;
  }

  async check(): Promise<HeldLeaseState> {
    if (this.state.name === 'held') await this.renew();
    await this.reasoning;
    return this.state;
  }

  reattach(server: LeaseServer): Promise<HeldLeaseState> {
    this.server = server;
    this.renewal?.controller.abort(new Error('there is a new connection'));
    this.renewal = undefined;
    return this.check();
  }

  async release(): Promise<boolean> {
    if (this.end) return this.end.name === 'released' || this.end.loss.reason !== 'expired';
    this.stop({ name: 'released' });
    return this.releaseThere();
  }

  private get until(): number {
    return this.confirmedAt + this.latest.ttlMs * beliefShare;
  }

  private renewalDue(): number {
    return this.confirmedAt + this.latest.ttlMs * renewShare;
  }

  /** Sets timers for the next renewal and for the end of the belief. */
  private watch(renewAt: number): void {
    const { clock } = this.options;
    this.clearTimers();
    if (this.state.name !== 'held') return;
    const now = this.now();
    this.stopTimers = [
      clock.after(Math.max(0, renewAt - now), () => {
        // Other traffic may have renewed it since the timer was set.
        if (this.now() >= Math.max(renewAt, this.renewalDue())) void this.renew();
        else this.watch(this.renewalDue());
      }),
      clock.after(this.until - now, () => {
        if (this.state.name === 'held') this.watch(renewAt);
      }),
    ];
  }

  private renew(): Promise<void> {
    this.renewal ??= this.beginRenewal();
    return this.renewal.done;
  }

  private beginRenewal(): { controller: AbortController; done: Promise<void> } {
    const controller = new AbortController();
    const done = this.tryRenewal(controller.signal).then((nextAt) => {
      if (this.renewal?.controller === controller) this.renewal = undefined;
      if (!controller.signal.aborted) this.watch(nextAt);
    });
    return { controller, done };
  }

  /** Resolves with the time for the next one. */
  private async tryRenewal(signal: AbortSignal): Promise<number> {
    const sentAt = this.now();
    try {
      const lease = await this.askToRenew(signal);
      if (this.state.name === 'held') this.latest = lease;
      this.touched(sentAt);
      return this.renewalDue();
    } catch (error) {
      if (isLost(error)) this.lose(error.loss ?? { reason: 'unknown' });
      return this.now() + this.latest.ttlMs * retryShare;
    }
  }

  private async findReason(): Promise<void> {
    try {
      await this.askToRenew();
    } catch (error) {
      if (isLost(error) && error.loss) this.end = { name: 'lost', loss: error.loss };
    }
    this.announce();
  }

  private askToRenew(signal?: AbortSignal): Promise<StubLease> {
    const { server } = this;
    const { clock, host } = this.options;
    return bounded({ clock, ms: attemptMs(this.latest.ttlMs), signal }, async (each) =>
      checkedLease(await server.renew(this.id, { signal: each }), { id: this.id, host }),
    );
  }

  private expire(): void {
    this.lose({ reason: 'expired' });
    // The stub may have it in force for a little longer, for nobody.
    void this.releaseThere();
  }

  private lose(loss: LeaseLoss): void {
    if (this.end) return;
    this.stop({ name: 'lost', loss });
    this.announce();
  }

  private announce(): void {
    if (this.end?.name === 'lost') this.options.onLost?.(lostError(this.options.host, this.end.loss));
  }

  private stop(end: Exclude<HeldLeaseState, { name: 'held' }>): void {
    this.end = end;
    this.clearTimers();
    this.renewal?.controller.abort(new Error('the lease has ended'));
  }

  private clearTimers(): void {
    for (const stop of this.stopTimers.splice(0)) stop();
  }

  private releaseThere(): Promise<boolean> {
    return releaseOnce({ server: this.server, clock: this.options.clock, request: { id: this.id } });
  }
}

/** Tells the stub that a lease is no longer needed; false when it is not known to have heard. */
export async function releaseOnce(options: {
  server: LeaseServer;
  clock: LeaseClock;
  request: { id: string };
}): Promise<boolean> {
  const { server, clock, request } = options;
  try {
    await bounded({ clock, ms: releaseMs }, (signal) => server.release(request.id, { signal }));
    return true;
  } catch (error) {
    return isLost(error);
  }
}

function isLost(error: unknown): error is LeaseError {
  return error instanceof LeaseError && error.code === 'lost';
}
