/** What the plugin needs to be shut within an agent host before, and without, everything else is loaded. */
export { agentFileVariable } from './agent-file.js';
export { closedHooks } from './guard/closed-hooks.js';
export { onceAnInstance } from './guard/once-an-instance.js';
export type { Hooks } from './opencode/hooks.js';
