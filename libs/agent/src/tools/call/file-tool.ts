import type * as z from 'zod/mini';

import type { Tool, ToolContext, ToolResult } from '../../opencode/tool.js';
import { checkedArguments } from './checked-arguments.js';
import { FileCall, type FileRemote } from './file-call.js';

/** How a tool that runs is shown to whoever watches. */
export type ShowRunning = (
  context: ToolContext,
  input: Record<string, unknown>,
) => { show(metadata: Record<string, unknown>): void; end(): Promise<void> };

export interface FileToolOptions {
  /** Shows why nothing moves while the host is away. */
  running?: ShowRunning;
  /** Keeps whole results for `tool.execute.after`: OpenCode cuts what a plugin's tool returns. */
  results?: { keep(context: ToolContext, result: ToolResult): ToolResult };
}

export interface FileToolParts<S extends Record<string, z.ZodMiniType>> {
  remote: FileRemote;
  name: string;
  description: string;
  args: S;
  act: (args: z.infer<z.ZodMiniObject<S>>, call: FileCall, context: ToolContext) => Promise<ToolResult>;
}

/** A tool whose calls wait for a host that is away, and say so. */
export function fileTool<S extends Record<string, z.ZodMiniType>>(
  { remote, name, description, args, act }: FileToolParts<S>,
  { running, results }: FileToolOptions,
): Tool {
  return {
    description,
    args,
    async execute(given, context) {
      const checked = checkedArguments(name, args, given);
      let shown: ReturnType<ShowRunning> | undefined;
      const call = new FileCall(remote, context, (why) => {
        shown ??= running?.(context, checked);
        shown?.show(why === undefined ? {} : { away: why, output: why });
      });
      try {
        const result = await act(checked, call, context);
        return results?.keep(context, result) ?? result;
      } finally {
        await shown?.end();
      }
    },
  };
}
