import { execFileSync } from 'node:child_process';

import type { SystemProcesses } from './process-identity.js';

/** Gives the output of a program; throws when it fails. */
export type Run = (program: string, args: readonly string[]) => string;

/** From `ps` and `sysctl`, where there is no /proc (macOS, the BSDs). */
export function psProcesses(run: Run = runProgram): SystemProcesses {
  const bootID = bootOf(run);
  const startOf = (pid: number): string => run('ps', ['-o', 'lstart=', '-p', String(pid)]).trim();
  return {
    self: () => ({ pid: process.pid, startTime: startOf(process.pid), bootID }),
    identify(pid) {
      try {
        const startTime = startOf(pid);
        return startTime === '' ? undefined : { pid, startTime, bootID };
      } catch {
        return undefined;
      }
    },
    fate(identity) {
      if (identity.bootID !== bootID) return 'previous_boot';
      let startTime: string;
      try {
        startTime = startOf(identity.pid);
      } catch (error) {
        // ps ends with 1 when it finds none; a ps that cannot be run says nothing.
        return (error as { status?: unknown }).status === 1 ? 'gone' : 'unknown';
      }
      if (startTime === '') return 'gone';
      return startTime === identity.startTime ? 'alive' : 'reused';
    },
  };
}

/** macOS moves `kern.boottime` when its clock is set; the session's id stays. The BSDs have only the former. */
function bootOf(run: Run): string {
  try {
    return run('sysctl', ['-n', 'kern.bootsessionuuid']).trim();
  } catch {
    const time = run('sysctl', ['-n', 'kern.boottime']).trim();
    return /sec = (\d+)/.exec(time)?.[1] ?? time;
  }
}

function runProgram(program: string, args: readonly string[]): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    timeout: 5000,
    stdio: ['ignore', 'pipe', 'ignore'],
    // A start time is text: it must read the same for every process that compares it.
    env: { PATH: '/bin:/usr/bin:/sbin:/usr/sbin', LC_ALL: 'C', TZ: 'UTC' },
  });
}
