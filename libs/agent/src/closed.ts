/** What the plugin needs to be shut within an agent host before, and without, everything else is loaded. */
export { agentFileVariable } from './agent-file.js';
export { closedHooks } from './guard/closed-hooks.js';
export { lastOfInstance, whileLast } from './guard/last-of-instance.js';
export type { Hooks } from './opencode/hooks.js';
