// One module for all that only several hosts or a new key need: each one that is loaded on its own makes every other start slower.
export { localKey } from '../setup/local-key.js';
export { setupDisplay } from '../setup/setup-display.js';
export { setupFleet } from '../setup/setup-fleet.js';
export { execOnFirstFree } from '../exec/exec-on-first-free.js';
export { execFleet } from './exec-fleet.js';
