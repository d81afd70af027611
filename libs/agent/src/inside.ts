/** What runs within an agent host. */
export type { Hooks } from './opencode/hooks.js';
export type { Tool, ToolContext } from './opencode/tool.js';
