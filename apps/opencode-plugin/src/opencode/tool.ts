import type { AskInput, ToolResult } from '@orssh/agent';
import type { ZodMiniType } from 'zod/mini';

export type { AskInput, ToolResult };

/** OpenCode's `ToolContext` (`@opencode-ai/plugin` 1.18.33). */
export interface ToolContext {
  readonly sessionID: string;
  readonly directory: string;
  readonly abort: AbortSignal;
  /** Shows how far a tool is. 1.18.33 gives plugins a form of it that has no effect. */
  metadata(input: { title?: string; metadata?: Record<string, unknown> }): unknown;
  /** Asks as OpenCode's rules say; rejects when the answer is no. */
  ask(input: AskInput): Promise<unknown>;
}

/** A tool of a plugin. OpenCode makes the JSON Schema for the model from `args`, and does not parse what the model sends. */
export interface Tool {
  description: string;
  args: Record<string, ZodMiniType>;
  execute(args: unknown, context: ToolContext): Promise<ToolResult>;
}
