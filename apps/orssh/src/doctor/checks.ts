// All that the command runs, in one piece that loads on demand.
export { doctorLibraries, runChecks, targetChecks } from '@orssh/doctor';

export { localChecks } from './local/index.js';
