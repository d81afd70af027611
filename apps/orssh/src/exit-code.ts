/** Exit codes of `orssh` itself; a remote command's own code is passed on unchanged. Documented by `orssh help exit-codes`. */
export const exitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  notRunning: 3,
  leased: 122,
  mixed: 123,
  timedOut: 124,
  denied: 125,
  cannotStart: 126,
  interrupted: 130,
  unreachable: 255,
} as const;

/** Signals of Linux by number, where the remote command ran: the local system may number some differently. */
const linuxSignals =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

/** `128 + n`, as a shell reports the end by a signal; `name` with or without `SIG`. An unknown name counts as 128. */
export function signalExitCode(name: string): number {
  return 128 + linuxSignals.indexOf(name.replace(/^SIG/, '')) + 1;
}

/** How a remote command ended, as the stub reports it. */
export interface CommandEnd {
  exitCode: number | null;
  signal: string | null;
  timedOut: boolean;
}

/** The exit code of `orssh exec` for a command that ran. */
export function commandExitCode(end: CommandEnd): number {
  if (end.timedOut) return exitCode.timedOut;
  // What a host says is a number, and need be none that a process can end with.
  if (end.exitCode !== null) return Number.isInteger(end.exitCode) ? end.exitCode & 0xff : exitCode.failed;
  return end.signal === null ? exitCode.failed : signalExitCode(end.signal);
}
