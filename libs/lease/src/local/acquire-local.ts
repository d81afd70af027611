import { describeHolders } from '../describe-holders.js';
import { LeaseError } from '../errors.js';
import { conflict, type LeaseHolder, type LeaseMode } from '../lease.js';
import { leaseID } from '../lease-id.js';
import { type Change, changeFile, changeFileNow, type FilePlace } from './change-file.js';
import { type LeaseFile, leaseFilePath, type LeaseRecord, readLeaseFile } from './lease-file.js';
import type { LocalLeaseRequest } from './local-leases.js';
import type { Processes } from './process-identity.js';
import { releaseAtExit } from './release-at-exit.js';
import { sortOut, withOrphans } from './sort-out.js';

/** A lease of this process among the processes of this machine. */
export interface HeldLocalLease {
  readonly id: string;
  /** The key of the host. */
  readonly host: string;
  readonly mode: LeaseMode;
  readonly workspace: string;
  readonly since: number;
  /** Records of processes that have ended, which this one dropped. */
  readonly dropped: readonly LeaseRecord[];
  /** Records of processes that live, which it removed to take their place. */
  readonly stolen: readonly LeaseRecord[];
  /** Leases on the stub that nobody holds any more: to be replaced by the next one there. */
  readonly orphans: readonly string[];
  /** The stub has replaced them. */
  forgetOrphans(ids: readonly string[]): Promise<void>;
  /** Whether the record is still there: another process may have removed it by force. */
  isHeld(): boolean;
  /** Removes this lease's own record. With `orphan`, its lease on the stub may be in force still. Safe to repeat. */
  release(options?: { orphan?: boolean }): Promise<void>;
}

interface AcquireLocalOptions {
  place: FilePlace;
  processes: Processes;
  request: LocalLeaseRequest;
}

type Outcome = { held: LeaseRecord[] } | { dropped: LeaseRecord[]; stolen: LeaseRecord[]; orphans: string[] };

export async function acquireLocal(options: AcquireLocalOptions): Promise<HeldLocalLease> {
  const { place, processes, request } = options;
  const record: LeaseRecord = {
    id: leaseID(),
    mode: request.mode,
    workspace: request.workspace,
    ...processes.self(),
    since: Date.now(),
    target: request.target,
    stubLease: request.stubLease,
  };
  const outcome = await changeFile(place, (file): Change<Outcome> => {
    const { file: left, alive, dead } = sortOut(file, processes);
    const inTheWay = alive.filter(({ mode }) => conflict(mode, record.mode));
    if (inTheWay.length > 0 && !request.steal)
      return { file: dead.length > 0 ? left : undefined, result: { held: inTheWay } };
    const beside = alive.filter((each) => !inTheWay.includes(each));
    const orphans = withOrphans(left, inTheWay);
    return {
      file: { ...left, leases: [...beside, record], orphans },
      result: { dropped: dead, stolen: inTheWay, orphans },
    };
  });
  if ('held' in outcome) throw held(request, outcome.held);
  return heldLease(place, record, outcome);
}

function heldLease(
  place: FilePlace,
  record: LeaseRecord,
  outcome: Exclude<Outcome, { held: unknown }>,
): HeldLocalLease {
  const removal = (orphan: boolean) => (file: LeaseFile) => {
    const own = file.leases.filter(({ id }) => id === record.id);
    if (own.length === 0) return { result: undefined };
    const leases = file.leases.filter(({ id }) => id !== record.id);
    return {
      file: { ...file, leases, orphans: orphan ? withOrphans(file, own) : file.orphans },
      result: undefined,
    };
  };
  // Where another process has the lock just then, the record is dropped later: its process has ended.
  const stay = releaseAtExit(() => changeFileNow(place, removal(true)));
  const { id, mode, workspace, since } = record;
  return {
    ...{ id, host: place.host, mode, workspace, since, ...outcome },
    async forgetOrphans(ids) {
      if (ids.length === 0) return;
      await changeFile(place, (file) => ({
        file: { ...file, orphans: file.orphans.filter((orphan) => !ids.includes(orphan)) },
        result: undefined,
      }));
    },
    isHeld() {
      const file = readLeaseFile(leaseFilePath(place.directory, place.host));
      return file !== undefined && file !== 'damaged' && file.leases.some((each) => each.id === id);
    },
    async release({ orphan = false } = {}) {
      await changeFile(place, removal(orphan));
      stay();
    },
  };
}

function held({ host, target = host }: LocalLeaseRequest, records: readonly LeaseRecord[]): LeaseError {
  const holders = records.map(({ id, mode, workspace, pid, since }): LeaseHolder => ({
    lease: id,
    mode,
    workspace,
    pid,
    since,
  }));
  const own = holders.some(({ pid }) => pid === process.pid) ? ', this very process' : '';
  return new LeaseError({
    code: 'held',
    host: target,
    message: `${target} is in use on this machine${own}: ${describeHolders(holders)}.`,
    remedy: `Wait until it is done, or end it; \`orssh leases release ${target}\` removes its lease.`,
    holders,
  });
}
