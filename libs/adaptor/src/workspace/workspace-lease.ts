import { LeaseError, type LeaseMode, localLeases } from '@orssh/lease';

import { type LeasedHost, leaseHost } from '../lease/lease-host.js';
import type { Clock } from '../link/clock.js';
import type { StubClient } from '../stub-client.js';

/** How often it is looked whether the process that shares its lease still does: a look at a local file. */
const lookMs = 2_000;

export interface WorkspaceLeaseOptions {
  /** The host, as the person knows it. */
  host: string;
  mode: LeaseMode | 'none';
  /** What others are told who has the host; two processes with the same one share a lease. */
  workspace: string;
  ttlMs?: number;
  env: NodeJS.ProcessEnv;
  clock: Clock;
  onLost: (error: Error) => void;
  onNotice: (message: string) => void;
}

interface Client {
  stub: StubClient;
}

/** The lease of one workspace, over all the connections that it lives through. */
export class WorkspaceLease {
  private leased: LeasedHost<Client> | undefined;
  private joined: StubClient | undefined;
  private stopLooking: (() => void) | undefined;
  private isLost = false;
  private taken: { stub: StubClient; key: string } | undefined;
  private resting: Promise<void> | undefined;

  constructor(private readonly options: WorkspaceLeaseOptions) {}

  get mode(): LeaseMode | 'none' {
    return this.options.mode;
  }

  get state(): 'held' | 'joined' | 'lost' | 'none' {
    if (this.isLost) return 'lost';
    if (this.joined) return 'joined';
    if (!this.leased?.held) return 'none';
    return this.leased.held.state.name === 'held' ? 'held' : 'lost';
  }

  /**
   * Has `stub` work under the lease: the one that was held before, or a new one. What ran out while the host was away is asked for
   * again; what somebody has taken is not. Rejects with a `LeaseError`.
   */
  async take(stub: StubClient, key: string): Promise<void> {
    this.isLost = false;
    this.taken = { stub, key };
    this.resting = undefined;
    this.leave();
    if (this.leased && (await this.takeAgain(this.leased, stub))) return;
    try {
      this.leased = await leaseHost<Client>({ stub }, { ...this.request(key), listen: false });
    } catch (error) {
      const shared = await this.sharedWith(error, key);
      if (shared === undefined) throw error;
      this.join(stub, shared);
    }
  }

  /** Bounded in time, and safe to repeat. */
  async release(): Promise<void> {
    const { leased } = this;
    this.leased = undefined;
    this.joined?.useLease(undefined);
    this.leave();
    await leased?.release();
  }

  /** Gives it back for a while; its workspace goes on without. */
  rest(): Promise<void> {
    this.resting ??= this.release().catch(() => undefined);
    return this.resting;
  }

  /** After {@link rest}: takes it again, or says that it is lost. */
  async resume(): Promise<void> {
    const { resting, taken } = this;
    await resting;
    if (!resting || this.resting !== resting) return;
    this.resting = undefined;
    try {
      if (taken) await this.take(taken.stub, taken.key);
    } catch (error) {
      this.lost(error as Error);
    }
  }

  private async takeAgain(leased: LeasedHost<Client>, stub: StubClient): Promise<boolean> {
    await leased.reattach({ stub });
    const state = leased.held?.state;
    if (!state || state.name === 'held') return true;
    this.leased = undefined;
    await leased.release().catch(() => undefined);
    stub.useLease(undefined);
    return false;
  }

  private request(key: string) {
    const { host: target, mode, workspace, ttlMs, env, onNotice } = this.options;
    return { target, key, mode, workspace, ttlMs, env, onNotice, onLost: this.lost };
  }

  private readonly lost = (error: Error): void => {
    if (this.resting) return;
    this.isLost = true;
    this.options.onLost(error);
  };

  /** The lease on the stub of another process of this machine that has the same workspace open. */
  private async sharedWith(error: unknown, key: string): Promise<string | undefined> {
    if (!(error instanceof LeaseError) || error.code !== 'held') return undefined;
    const { workspace, env } = this.options;
    const { leases } = await localLeases({ env }).list({ look: true });
    const same = leases.filter((lease) => lease.host === key && lease.workspace === workspace);
    return same.find(({ pid }) => pid !== process.pid)?.stubLease;
  }

  private join(stub: StubClient, lease: string): void {
    this.joined = stub;
    const ended = (): void => {
      if (this.joined !== stub) return;
      this.leave();
      const { host } = this.options;
      const message = `The process whose lease of ${host} was shared has ended, or lost it.`;
      this.lost(new LeaseError({ code: 'lost', host, message, remedy: 'Another one is asked for.' }));
    };
    stub.useLease(lease, { onLeaseLost: ended });
    const look = async (): Promise<void> => {
      const { leases } = await localLeases({ env: this.options.env }).list({ look: true });
      if (this.joined !== stub) return;
      if (!leases.some(({ stubLease }) => stubLease === lease)) ended();
      else lookLater();
    };
    const lookLater = (): void => {
      this.stopLooking = this.options.clock.after(lookMs, () => {
        look().catch(lookLater);
      });
    };
    lookLater();
  }

  private leave(): void {
    this.joined = undefined;
    this.stopLooking?.();
  }
}
