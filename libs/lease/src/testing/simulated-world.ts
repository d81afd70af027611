import { LeaseError } from '../errors.js';
import type { HeldLease } from '../held-lease.js';
import { holdLease } from '../hold-lease.js';
import type { LeaseMode } from '../lease.js';
import type { LeaseClock } from '../lease-clock.js';
import { leaseID } from '../lease-id.js';
import type { LeaseServer, StubHolder } from '../lease-server.js';
import { type Fate, lossyNetwork } from './lossy-network.js';
import { MemoryLeaseServer } from './memory-lease-server.js';
import { SimulatedTime } from './simulated-clock.js';

export const ttlMs = 9000;

export type Step =
  | { what: 'acquire'; machine: number; mode: LeaseMode; steal: boolean }
  /** `cut`: nothing of this machine's arrives, or everything may again. */
  | { what: 'release' | 'crash' | 'reattach' | 'touch' | 'cut'; machine: number }
  | { what: 'restart' };

/** A process of a machine, with the one lease that it asked for. What it asked for goes on without it when it crashes. */
interface Process {
  id: string;
  mode: LeaseMode;
  held?: HeldLease;
  alive: boolean;
}

interface Machine {
  holder: StubHolder;
  clock: LeaseClock;
  process?: Process;
  /** Leases whose process has crashed. */
  orphans: string[];
  cut: boolean;
}

export interface WorldOptions {
  /** Of the machines' clocks; the last is the server's. */
  rates: readonly number[];
  nextFate: () => Fate;
}

/** Machines that want the leases of one server, with the real holder's code, over a network that loses messages. */
export class SimulatedWorld {
  readonly time = new SimulatedTime();
  readonly server: MemoryLeaseServer;
  readonly stolenAt = new Map<string, number>();
  /** Leases whose holder was answered that they are lost. */
  readonly refuted = new Set<string>();
  private readonly machines: Machine[];

  constructor(private readonly options: WorldOptions) {
    const rates = options.rates.slice(0, -1);
    this.server = new MemoryLeaseServer(this.time.clock(options.rates.at(-1), 1e12).now);
    this.server.onLost = ({ lease, reason }) => {
      if (reason === 'stolen') this.stolenAt.set(lease.id, this.time.now);
    };
    this.machines = rates.map((rate, index) => ({
      holder: {
        workspace: `w${index}`,
        user: 'u',
        machine: `m${index}`,
        machineID: `id${index}`,
        pid: index + 1,
      },
      clock: this.time.clock(rate, index * 1e6),
      orphans: [],
      cut: false,
    }));
  }

  /** Processes that live and believe that they have a lease, in this moment. */
  believers(): (Process & { held: HeldLease })[] {
    return this.machines.flatMap(({ process }) =>
      process?.alive && process.held?.state.name === 'held' ? [{ ...process, held: process.held }] : [],
    );
  }

  step(step: Step): void {
    if (step.what === 'restart') {
      this.server.restart();
      return;
    }
    const machine = this.machines[step.machine];
    if (!machine) return;
    const { process } = machine;
    if (step.what === 'acquire') {
      if (!process) this.acquire(machine, step);
    } else if (step.what === 'crash') this.crash(machine);
    else if (step.what === 'release')
      void process?.held?.release().finally(() => (machine.process = undefined));
    else if (step.what === 'reattach') void process?.held?.reattach(this.network(machine));
    else if (step.what === 'cut') machine.cut = !machine.cut;
    else void this.traffic(machine, process?.held);
  }

  private acquire(machine: Machine, { mode, steal }: { mode: LeaseMode; steal: boolean }): void {
    const process: Process = { id: leaseID(), mode, alive: true };
    machine.process = process;
    const { holder, orphans } = machine;
    const clock: LeaseClock = {
      now: machine.clock.now,
      after: (ms, act) =>
        machine.clock.after(ms, () => {
          if (process.alive) act();
        }),
    };
    void holdLease({
      server: this.network(machine),
      request: { id: process.id, mode, holder, ttlMs, replaces: [...orphans], steal },
      host: 'box',
      clock,
      onLost: () => {
        if (machine.process === process) machine.process = undefined;
      },
    }).then(
      (held) => {
        process.held = held;
      },
      () => {
        if (process.alive) machine.process = undefined;
      },
    );
  }

  private crash(machine: Machine): void {
    if (!machine.process) return;
    machine.process.alive = false;
    machine.orphans.push(machine.process.id);
    machine.process = undefined;
  }

  /** Work under the lease, which renews it when it is answered. */
  private async traffic(machine: Machine, held: HeldLease | undefined): Promise<void> {
    if (held?.state.name !== 'held') return;
    const sentAt = held.now();
    try {
      await this.network(machine).renew(held.id);
      held.touched(sentAt);
    } catch (error) {
      if (error instanceof LeaseError) void held.refuted();
    }
  }

  private network(machine: Machine): LeaseServer {
    const { time, server, options } = this;
    const nextFate = (): Fate => {
      const fate = options.nextFate();
      return machine.cut ? { ...fate, lost: true, again: undefined } : fate;
    };
    const network = lossyNetwork({ time, server, nextFate });
    return {
      ...network,
      renew: (id, { signal } = {}) =>
        network.renew(id).catch((error: unknown) => {
          if (!signal?.aborted) this.refuted.add(id);
          throw error;
        }),
    };
  }
}
