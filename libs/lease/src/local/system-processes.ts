import { procProcesses } from './proc-processes.js';
import type { Processes } from './process-identity.js';
import { psProcesses } from './ps-processes.js';

let found: Processes | undefined;

/** The processes of this machine, by the means that its system has. */
export function systemProcesses(): Processes {
  found ??= process.platform === 'linux' ? procProcesses() : psProcesses();
  return found;
}
