import { LeaseError } from '@orssh/lease';

import type { WorkspaceAgent } from '../agent/agent-host.js';
import type { LinkUse } from '../link/host-links.js';
import { isTransient } from '../link/is-transient.js';
import type { LinkState } from '../link/link-state.js';
import { leaseKey } from '../lease/lease-key.js';
import type { RemoteHost } from '../open-host.js';
import type { StubClient } from '../stub-client.js';
import { AgentEntrance } from './agent-entrance.js';
import type { Binding } from './binding.js';
import type { Gateway } from './gateway.js';
import type { HostTarget } from './host-target.js';
import type { OpenWorkspaceOptions } from './open-workspace-options.js';
import { registerWorkspace } from './register-workspace.js';
import { tellAdvisory } from './tell-advisory.js';
import { whyOf } from './workspace-error.js';
import { workspaceClient } from './workspace-client.js';
import { WorkspaceLease } from './workspace-lease.js';
import type { WorkspaceState } from './workspace-state.js';

/** A lease that is shared may end just then. */
const shared = { attempts: 5, pauseMs: 300 };

/** A workspace of this process: its gateway, its lease, and its part of the host's link. */
export class OpenWorkspace {
  /** What is written down of it: `directory` is resolved once the host was asked. */
  binding: Binding;
  readonly use: LinkUse;
  readonly lease: WorkspaceLease;
  private readonly entrance: AgentEntrance | undefined;
  private gatewayHere: Gateway | undefined;
  private stub: StubClient | undefined;
  private latest: WorkspaceState;
  private stopLink: (() => void) | undefined;
  private arriving: Promise<void> | undefined;
  private closing: Promise<void> | undefined;
  private registered = false;

  constructor(private readonly options: OpenWorkspaceOptions) {
    const { binding, use, place, env, log, clock } = options;
    this.binding = binding;
    this.use = use;
    this.latest = { name: 'connecting', since: options.clock.now() };
    this.entrance = options.agent && new AgentEntrance(options.agent, options, () => this.client);
    const { leaseMode: mode, leaseTtlMs: ttlMs } = place.settings;
    this.lease = new WorkspaceLease({
      ...{ host: place.name, mode, ttlMs, env, clock },
      workspace: `${binding.name} (${binding.workspaceID})`,
      onNotice: (message) => {
        log('warn', message, { workspaceID: binding.id });
      },
      onLost: (error) => {
        this.leaseLost(error);
      },
    });
  }

  get id(): string {
    return this.binding.id;
  }

  get place(): HostTarget {
    return this.options.place;
  }

  get state(): WorkspaceState {
    return this.latest;
  }

  /** Absent where no model runs for it. */
  get agent(): WorkspaceAgent | undefined {
    return this.entrance?.agent;
  }

  get gateway(): Gateway | undefined {
    return this.gatewayHere;
  }

  /** Works under the lease; present while connected. */
  get client(): StubClient | undefined {
    return this.latest.name === 'connected' ? this.stub : undefined;
  }

  /** Starts the gateway, which answers from then on. `binding.directory` must be absolute. */
  async serve(): Promise<string> {
    const { startGateway, place, timeouts, log, localDirectory } = this.options;
    const { id, projectID, directory, secret, port } = this.binding;
    const gateway = await startGateway({
      ...{ host: place.name, secret, port, heartbeatMs: timeouts.heartbeat, localDirectory, log },
      workspace: { id, projectID, directory },
      agent: this.entrance?.forGateway,
      onWaiting: () => {
        this.use.link.doubt();
      },
    });
    this.gatewayHere = gateway;
    this.entrance?.open({ port: gateway.port, directory });
    if (this.closing) await gateway.close();
    if (this.stub && this.latest.name === 'connected') gateway.attach(this.stub);
    return gateway.url;
  }

  /** Resolves when it works on the host that the link has, or rejects with why it does not. */
  async settled(): Promise<void> {
    await this.use.link.connect();
    await this.arriving;
  }

  /** Works on the host from now on, and again after each loss of the link. */
  follow(): void {
    const { link } = this.use;
    this.stopLink ??= link.onState((state) => {
      this.linkChanged(state);
    });
    if (link.remote && this.latest.name === 'connecting') this.arrive(link.remote).catch(() => undefined);
    else if (link.state.name !== 'connected') this.linkChanged(link.state);
  }

  /** Lease, registration and approvals on a host that was just reached. Rejects with what went wrong; the state says it, too. */
  private arrive(remote: RemoteHost): Promise<void> {
    const before = this.arriving ?? Promise.resolve();
    const arriving = before.catch(() => undefined).then(() => this.arriveNow(remote));
    this.arriving = arriving;
    return arriving;
  }

  /** Tries again what failed for another reason than the network. */
  async again(): Promise<void> {
    if (this.closing) return;
    const remote = await this.use.link.connect();
    if (this.latest.name !== 'connected') await this.arrive(remote);
  }

  /** Whether the stub knows it since this process told it, or may know it. */
  get isRegistered(): boolean {
    return this.registered;
  }

  /** With its sessions and approvals. Rejects where the host does not answer. */
  async removeThere(signal?: AbortSignal): Promise<void> {
    const remote = await this.use.link.connect();
    await remote.stub.removeWorkspace(this.binding.workspaceID, { signal });
  }

  /** Bounded in time by what it is made of. Safe to repeat. */
  close(): Promise<void> {
    this.closing ??= this.closeNow();
    return this.closing;
  }

  private async closeNow(): Promise<void> {
    this.stopLink?.();
    const { stub } = this;
    // It ends by the gateway what it runs on the host.
    await this.entrance?.close().catch(() => undefined);
    await Promise.all([
      this.gatewayHere?.close().catch(() => undefined),
      this.arriving?.catch(() => undefined).then(() => this.lease.release().catch(() => undefined)),
    ]);
    await (this.stub ?? stub)?.close();
    this.stub = undefined;
    await this.use.release();
  }

  private async arriveNow(remote: RemoteHost): Promise<void> {
    if (this.closing || this.use.link.remote !== remote) return;
    const stub = workspaceClient(remote, this.binding, this.place.name);
    const previous = this.stub;
    this.stub = stub;
    try {
      await previous?.close();
      if (!(await this.settle(stub, remote))) return;
    } catch (error) {
      this.failed(error as Error);
      throw error;
    }
    this.gatewayHere?.attach(stub);
    this.change({ name: 'connected', since: this.options.clock.now() });
  }

  /** False where it was closed meanwhile. */
  private async settle(stub: StubClient, remote: RemoteHost): Promise<boolean> {
    const { place, allow } = this.options;
    for (let attempt = 1; ; attempt += 1) {
      await this.lease.take(stub, leaseKey(remote.destination));
      const { directory, advisory } = await registerWorkspace(stub, {
        ...{ binding: this.binding, allow, host: place.name },
        terms: place.settings,
        onRegistered: () => {
          this.registered = true;
        },
      });
      this.binding = { ...this.binding, directory };
      tellAdvisory(this.options, advisory);
      // A lease that was shared with a process that was about to end.
      if (this.lease.state !== 'lost' || attempt === shared.attempts) break;
      await new Promise((resolve) => setTimeout(resolve, shared.pauseMs));
    }
    if (this.closing) await this.lease.release();
    return this.closing === undefined;
  }

  private failed(error: Error): void {
    // The link notices what the network does, and comes back by itself.
    const network = isTransient(error) && this.use.link.state.name !== 'connected';
    const name = network ? 'reconnecting' : error instanceof LeaseError ? 'lost' : 'failed';
    this.goAway(name, error);
  }

  private leaseLost(error: Error): void {
    // While the host is away nothing is known: it is asked for again on coming back.
    if (this.closing || this.latest.name !== 'connected') return;
    const { remote } = this.use.link;
    const isTaken = error instanceof LeaseError && error.loss?.reason === 'stolen';
    if (isTaken || !remote) {
      this.goAway('lost', error);
      return;
    }
    // It ran out while this machine slept, or was shared with a process that has ended: nobody may have it now.
    this.goAway('reconnecting', error);
    this.arrive(remote).catch(() => undefined);
  }

  private linkChanged(state: LinkState): void {
    if (this.closing) return;
    switch (state.name) {
      case 'connected': {
        const { remote } = this.use.link;
        if (remote) this.arrive(remote).catch(() => undefined);
        return;
      }
      case 'reconnecting':
        this.goAway('reconnecting', state.error);
        return;
      case 'failed':
        this.goAway('failed', state.error);
        return;
      default:
    }
  }

  private goAway(name: 'reconnecting' | 'lost' | 'failed', error: Error): void {
    this.gatewayHere?.away(whyOf(error));
    const { latest } = this;
    const same = latest.name === name;
    this.change({ name, error, since: same ? latest.since : this.options.clock.now() });
  }

  private change(state: WorkspaceState): void {
    this.latest = state;
    this.options.onState(this);
  }
}
