import { LeaseError, type LossReason } from '../errors.js';
import { heldError } from '../held-error.js';
import { conflict } from '../lease.js';
import type {
  LeaseServer,
  StubHolder,
  StubLease,
  StubLeaseGrant,
  StubLeaseRequest,
} from '../lease-server.js';
import { lostError } from '../lost-error.js';

interface Lost {
  lease: StubLease;
  reason: LossReason;
  by?: StubHolder;
}

/** A command that runs: under which lease it began, and whose it was. */
export interface MemoryCommand {
  leaseID?: string;
  by?: StubHolder;
}

/** What survives a restart. */
interface Disk {
  fence: number;
  leases: readonly StubLease[];
  lost: readonly Lost[];
}

/**
 * A stub's leases in memory, to the letter of the stub's contract: what is granted, lost and released is on disk, renewals are
 * not, and after a restart all that were in force have their full time again.
 */
export class MemoryLeaseServer implements LeaseServer {
  /** Told of every lease that is lost but by its release, as `stub.lease.lost` is. */
  onLost: (lost: { lease: StubLease; reason: 'stolen' | 'expired'; by?: StubHolder }) => void = () =>
    undefined;
  readonly commands: MemoryCommand[] = [];
  private disk: Disk = { fence: 0, leases: [], lost: [] };
  private due = new Map<string, number>();

  constructor(
    private readonly now: () => number = Date.now,
    private readonly host = 'box',
  ) {}

  /** As a stub that was killed and started again. Commands go on. */
  restart(): void {
    this.due = new Map(this.disk.leases.map(({ id, ttlMs }) => [id, this.now() + ttlMs]));
  }

  async acquire(request: StubLeaseRequest): Promise<StubLeaseGrant> {
    await Promise.resolve();
    return this.grant(request);
  }

  async renew(id: string): Promise<StubLease> {
    await Promise.resolve();
    return this.renewNow(id);
  }

  async release(id: string): Promise<void> {
    await Promise.resolve();
    this.releaseNow(id);
  }

  async list(): Promise<StubLease[]> {
    await Promise.resolve();
    return this.inForce();
  }

  inForce(): StubLease[] {
    this.expire();
    return this.disk.leases.map((lease) => this.shown(lease));
  }

  /** Work with this lease's header, or none. Throws `lost`, or `held` without a lease. */
  work(id?: string): StubLease | undefined {
    this.expire();
    if (id !== undefined) {
      const lease = this.renewNow(id);
      this.commands.push({ leaseID: id, by: lease.holder });
      return lease;
    }
    const exclusive = this.disk.leases.filter(({ mode }) => mode === 'exclusive');
    if (exclusive.length > 0) throw this.held(exclusive, this.commands.length);
    this.commands.push({});
    return undefined;
  }

  grant(request: StubLeaseRequest): StubLeaseGrant {
    this.expire();
    const { id, mode, holder, ttlMs, replaces = [], steal } = request;
    if (this.disk.leases.some((lease) => lease.id === id)) return { lease: this.renewNow(id), stolen: [] };
    this.refuseLost(id);
    const isReplaced = (lease: StubLease): boolean =>
      replaces.includes(lease.id) && lease.holder.machineID === holder.machineID;
    const replaced = this.disk.leases.filter(isReplaced);
    const rivals = this.disk.leases.filter((lease) => !isReplaced(lease) && conflict(lease.mode, mode));
    const foreign = this.commands.filter((command) => !owns(request, command));
    if (!steal && (rivals.length > 0 || (mode === 'exclusive' && foreign.length > 0)))
      throw this.held(rivals, foreign.length);
    const fence = this.disk.fence + 1;
    const acquiredAt = this.now();
    const lease: StubLease = { id, mode, holder, ttlMs, fence, acquiredAt, expiresAt: acquiredAt + ttlMs };
    const lost = [...rivals, ...replaced].map((each): Lost => ({
      lease: each,
      reason: 'stolen',
      by: holder,
    }));
    this.disk = { ...this.without(lost), fence };
    this.disk = { ...this.disk, leases: [...this.disk.leases, lease] };
    this.due.set(id, acquiredAt + ttlMs);
    if (request.stopCommands) this.end(foreign);
    for (const each of lost) this.onLost({ lease: each.lease, reason: 'stolen', by: each.by });
    return { lease, stolen: rivals };
  }

  renewNow(id: string): StubLease {
    this.expire();
    const lease = this.disk.leases.find((each) => each.id === id);
    if (!lease) {
      this.refuseLost(id);
      throw lostError(this.host, { reason: 'unknown' });
    }
    this.due.set(id, this.now() + lease.ttlMs);
    return this.shown(lease);
  }

  releaseNow(id: string): void {
    this.expire();
    const lease = this.disk.leases.find((each) => each.id === id);
    if (lease) this.disk = this.without([{ lease, reason: 'released' }]);
  }

  private refuseLost(id: string): void {
    const lost = this.disk.lost.find(({ lease }) => lease.id === id);
    if (lost) throw lostError(this.host, { reason: lost.reason, by: lost.by });
  }

  private expire(): void {
    const over = this.disk.leases.filter(({ id }) => (this.due.get(id) ?? 0) <= this.now());
    if (over.length === 0) return;
    this.disk = this.without(over.map((lease) => ({ lease, reason: 'expired' })));
    for (const lease of over) this.onLost({ lease, reason: 'expired' });
  }

  private without(lost: readonly Lost[]): Disk {
    const ids = new Set(lost.map(({ lease }) => lease.id));
    const leases = this.disk.leases.filter(({ id }) => !ids.has(id));
    return { ...this.disk, leases, lost: [...this.disk.lost, ...lost] };
  }

  private shown(lease: StubLease): StubLease {
    return { ...lease, expiresAt: this.due.get(lease.id) ?? lease.expiresAt };
  }

  private end(commands: readonly MemoryCommand[]): void {
    this.commands.splice(
      0,
      this.commands.length,
      ...this.commands.filter((each) => !commands.includes(each)),
    );
  }

  private held(leases: readonly StubLease[], commands: number): LeaseError {
    return heldError(this.host, { leases: leases.map((lease) => this.shown(lease)), commands });
  }
}

function owns({ id, holder, replaces = [] }: StubLeaseRequest, { leaseID, by }: MemoryCommand): boolean {
  if (by?.machineID !== holder.machineID) return false;
  return leaseID === id || by.workspace === holder.workspace || replaces.includes(leaseID ?? '');
}
