import type * as z from 'zod/mini';

import type { FolderRules } from '../../opencode/folder-rules.js';
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
  /** By which a folder may be forbidden that was approved. */
  rules?: Pick<FolderRules, 'forbid'>;
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
  { running, results, rules }: FileToolOptions,
): Tool {
  return {
    description,
    args,
    async execute(given, context) {
      const checked = checkedArguments(name, args, given);
      let shown: ReturnType<ShowRunning> | undefined;
      const onAway = (why: string | undefined): void => {
        shown ??= running?.(context, checked);
        shown?.show(why === undefined ? {} : { away: why, output: why });
      };
      const call = new FileCall(remote, context, onAway, rules);
      try {
        const result = await act(checked, call, context);
        return results?.keep(context, result) ?? result;
      } finally {
        await shown?.end();
      }
    },
  };
}
