// The commands besides exec, in one piece: a bundle of many small pieces takes longer to load than what they save.
export { approvalsCommand } from './approvals.js';
export { completionCommand } from './completion.js';
export { configCommand } from './config.js';
export { demoCommand } from './demo.js';
export { doctorCommand } from './doctor.js';
export { exitCodesCommand } from './exit-codes.js';
export { gcCommand } from './gc.js';
export { hostsCommand } from './hosts.js';
export { initCommand } from './init.js';
export { killCommand } from './kill.js';
export { leasesCommand } from './leases.js';
export { logsCommand } from './logs.js';
export { psCommand } from './ps.js';
export { setupCommand } from './setup.js';
export { statusCommand } from './status.js';
export { stopCommand } from './stop.js';
export { uninstallCommand } from './uninstall.js';
