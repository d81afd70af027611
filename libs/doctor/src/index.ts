export { type Check, type Findings, type Group, groups, type Line, oneLine } from './check.js';
export { configuration } from './configuration.js';
export { type DoctorLibraries, doctorLibraries } from './doctor-libraries.js';
export { type Facts, known } from './facts.js';
export { failed, failedBy, type Finding, ok, skipped, type Status, warning } from './finding.js';
export { runChecks, type RunOptions } from './run-checks.js';
export { stubBinaries } from './stub-binaries.js';
export { targetChecks } from './target/index.js';
