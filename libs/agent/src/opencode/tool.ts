import type { ZodMiniType } from 'zod/mini';

/** What OpenCode 1.18.33 gives the `execute` of a plugin's tool. */
export interface ToolContext {
  readonly sessionID: string;
  /** Of the assistant's message. */
  readonly messageID: string;
  readonly callID?: string;
  readonly agent: string;
  readonly abort: AbortSignal;
  /** The conversation so far, as its built-in tools get it. */
  readonly messages?: readonly { info: Record<string, unknown>; parts: Record<string, unknown>[] }[];
  /** Not OpenCode's: resolves when the host's files, as they are, have been noted for undo. To be awaited before any is changed. */
  readonly noted?: () => Promise<void>;
  /** Makes an effect that nobody runs: it shows nothing. */
  metadata(input: { title?: string; metadata?: Record<string, unknown> }): unknown;
  /** Asks as OpenCode's rules say; rejects when the answer is no. */
  ask(input: AskInput): Promise<unknown>;
}

export interface AskInput {
  permission: string;
  patterns: string[];
  /** What `always` would allow. */
  always: string[];
  metadata: Record<string, unknown>;
}

export interface Attachment {
  type: 'file';
  mime: string;
  /** `data:…;base64,…` */
  url: string;
  filename?: string;
}

export interface ToolResult {
  title: string;
  output: string;
  metadata?: Record<string, unknown>;
  attachments?: Attachment[];
}

/** A tool of a plugin; one with a built-in's name takes its place. */
export interface Tool {
  description: string;
  args: Record<string, ZodMiniType>;
  execute(args: unknown, context: ToolContext): Promise<ToolResult>;
}
