import type { Hands } from './inside-of.js';

/** OpenCode's tools for files and processes, on the host. */
export function hands(): Hands {
  return { tools: {}, read: () => Promise.resolve(undefined) };
}
