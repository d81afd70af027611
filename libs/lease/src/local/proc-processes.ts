import { readFileSync, readlinkSync } from 'node:fs';

import type { ProcessFate, ProcessIdentity, SystemProcesses } from './process-identity.js';

/** From /proc, as Linux has it (proc_pid_stat(5)). */
export function procProcesses(root = '/proc'): SystemProcesses {
  const bootID = readFileSync(`${root}/sys/kernel/random/boot_id`, 'utf8').trim();
  const pidNamespace = namespaceOf(root);
  const identityOf = (pid: number): ProcessIdentity => {
    const { startTime } = parseStat(readStat(root, pid));
    return { pid, startTime, bootID, pidNamespace };
  };
  return {
    self: () => identityOf(process.pid),
    identify(pid) {
      try {
        return identityOf(pid);
      } catch {
        return undefined;
      }
    },
    fate(identity: ProcessIdentity): ProcessFate {
      if (identity.bootID !== bootID) return 'previous_boot';
      if (identity.pidNamespace !== pidNamespace) return 'unknown';
      try {
        const { state, startTime } = parseStat(readStat(root, identity.pid));
        if (startTime !== identity.startTime) return 'reused';
        return state === 'Z' || state === 'X' ? 'gone' : 'alive';
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        return code === 'ENOENT' || code === 'ESRCH' ? 'gone' : 'unknown';
      }
    },
  };
}

/**
 * The state (field 3) and the start time in clock ticks after boot (field 22). Field 2 is the command's name in parentheses,
 * which may hold spaces and parentheses of its own: the fields are counted from the last one.
 */
export function parseStat(stat: string): { state: string; startTime: string } {
  const end = stat.lastIndexOf(')');
  const fields = stat
    .slice(end + 1)
    .trim()
    .split(/\s+/);
  const [state, startTime] = [fields[0], fields[22 - 3]];
  if (end < 0 || state?.length !== 1 || startTime === undefined || !/^\d+$/.test(startTime))
    throw new Error('this is not the stat of a process');
  return { state, startTime };
}

/** The main thread's, which is the process's: qemu's user emulation answers /proc/<own pid>/stat with another start time. */
function readStat(root: string, pid: number): string {
  return readFileSync(`${root}/${pid}/task/${pid}/stat`, 'latin1');
}

function namespaceOf(root: string): string | undefined {
  try {
    return readlinkSync(`${root}/self/ns/pid`);
  } catch {
    return undefined;
  }
}
