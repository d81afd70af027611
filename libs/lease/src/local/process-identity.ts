/** A process of this machine: the pid alone comes back, together with the start time and the boot it does not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In the form of the platform, to be compared only. */
  readonly startTime: string;
  readonly bootID: string;
  /** Containers on one kernel number their processes apart. */
  readonly pidNamespace?: string;
}

/** `unknown`: it cannot be seen from here, so nothing may be concluded. */
export type ProcessFate = 'alive' | 'gone' | 'reused' | 'previous_boot' | 'unknown';

/** The processes of this machine. Both methods block for a moment: they are called inside a lock. */
export interface Processes {
  self(): ProcessIdentity;
  /** What became of a process that was written down earlier. */
  fate(identity: ProcessIdentity): ProcessFate;
}

export interface SystemProcesses extends Processes {
  /** One that runs now; undefined where none of that pid does. */
  identify(pid: number): ProcessIdentity | undefined;
}

/** Whether whoever was written down has certainly ended. */
export function hasEnded(fate: ProcessFate): boolean {
  return fate === 'gone' || fate === 'reused' || fate === 'previous_boot';
}
