import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { LeaseError } from '../errors.js';
import type { LeaseMode } from '../lease.js';
import { acquireLocal, type HeldLocalLease } from './acquire-local.js';
import { changeFile, type FilePlace } from './change-file.js';
import { type LeaseFile, type LeaseRecord, readLeaseFile } from './lease-file.js';
import { type DirectoryOptions, machineDirectory } from './machine-directory.js';
import { hasEnded, type Processes } from './process-identity.js';
import { sortOut, withOrphans } from './sort-out.js';
import { sweep } from './sweep.js';
import { systemProcesses } from './system-processes.js';

export interface LocalLeasesOptions extends DirectoryOptions {
  /** Worth telling a person: a damaged file was set aside. */
  onNotice?: (message: string) => void;
  processes?: Processes;
}

export interface LocalLeaseRequest {
  /** The key of the host: the same for every way in which it may be named. */
  host: string;
  /** The host as the person named it, for messages. */
  target?: string;
  mode: LeaseMode;
  workspace: string;
  /** Take it from whoever has it on this machine. They learn of it by the lease on the stub only. */
  steal?: boolean;
  /** Id of the lease that is going to be asked for on the stub. */
  stubLease?: string;
}

export interface LocalLease extends LeaseRecord {
  host: string;
}

export interface LocalLeaseList {
  leases: LocalLease[];
  /** Whose process has ended: they are dropped by this, or would be. */
  dropped: LocalLease[];
}

/**
 * The leases of this machine's processes (of this user), kept in files. They are not re-entrant: a process may hold several, under
 * the same rules as if each were another process's, so an exclusive one is refused to the very process that has another.
 */
export interface LocalLeases {
  /** Rejects with `held`, which says by whom. Released at the end of the process at the latest. */
  acquire(request: LocalLeaseRequest): Promise<HeldLocalLease>;
  /** With `look` nothing is changed. */
  list(options?: { look?: boolean }): Promise<LocalLeaseList>;
  /** Removes every record of a host, also of processes that live. They are not told. */
  forceRelease(host: string): Promise<LocalLease[]>;
}

export function localLeases(options: LocalLeasesOptions = {}): LocalLeases {
  const directory = machineDirectory(options);
  const processes = options.processes ?? systemProcesses();
  const onDamaged = options.onNotice ?? (() => undefined);
  const place = (host: string): FilePlace => ({ directory, host, onDamaged });
  return {
    acquire: (request) => acquireLocal({ place: place(request.host), processes, request }),

    async list({ look = false } = {}) {
      const list: LocalLeaseList = { leases: [], dropped: [] };
      if (!look) sweep(directory);
      for (const { host, leases } of readAll(directory, onDamaged)) {
        const of = (records: LeaseRecord[]) => records.map((record) => ({ ...record, host }));
        const ended = leases.filter((record) => hasEnded(processes.fate(record)));
        if (look || ended.length === 0) {
          list.leases.push(...of(leases.filter((record) => !ended.includes(record))));
          list.dropped.push(...of(ended));
          continue;
        }
        const { alive, dead } = await changeFile(place(host), (file) => {
          const sorted = sortOut(file, processes);
          return { file: sorted.file, result: sorted };
        });
        list.leases.push(...of(alive));
        list.dropped.push(...of(dead));
      }
      return list;
    },

    forceRelease(host) {
      return changeFile(place(host), (file) => {
        const removed = file.leases.map((record) => ({ ...record, host }));
        if (removed.length === 0) return { result: removed };
        return { file: { ...file, leases: [], orphans: withOrphans(file, file.leases) }, result: removed };
      });
    },
  };
}

function readAll(directory: string, onDamaged: (message: string) => void): LeaseFile[] {
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
    return names.flatMap((name) => read(join(directory, name), onDamaged));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new LeaseError({
      code: 'unusable',
      host: '',
      message: `The leases of this machine cannot be listed: ${(cause as Error).message}.`,
      remedy: `See to it that ${directory} and what is in it can be read.`,
      cause,
    });
  }
}

/** A damaged file is said, and left to the next acquire, which knows its host. */
function read(path: string, onDamaged: (message: string) => void): LeaseFile[] {
  const file = readLeaseFile(path);
  if (file === 'damaged') onDamaged(`The leases in ${path} could not be read and are taken as none.`);
  return file === undefined || file === 'damaged' ? [] : [file];
}
