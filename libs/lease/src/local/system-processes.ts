import { procProcesses } from './proc-processes.js';
import type { SystemProcesses } from './process-identity.js';
import { psProcesses } from './ps-processes.js';

let found: SystemProcesses | undefined;

/** The processes of this machine, by the means that its system has. */
export function systemProcesses(): SystemProcesses {
  found ??= process.platform === 'linux' ? procProcesses() : psProcesses();
  return found;
}
