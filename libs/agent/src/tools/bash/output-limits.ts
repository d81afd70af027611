import type { OutputLimits } from './kept-output.js';

export const usualLimits: OutputLimits = { maxLines: 2000, maxBytes: 50 * 1024 };

/** What OpenCode's configuration (`tool_output`) makes of them. */
export function outputLimits(config: Record<string, unknown> | undefined): OutputLimits {
  const given = (config?.['tool_output'] ?? {}) as { max_lines?: unknown; max_bytes?: unknown };
  const { max_lines: maxLines, max_bytes: maxBytes } = given;
  return {
    maxLines: typeof maxLines === 'number' ? maxLines : usualLimits.maxLines,
    maxBytes: typeof maxBytes === 'number' ? maxBytes : usualLimits.maxBytes,
  };
}
