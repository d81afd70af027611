import * as z from 'zod/mini';

import { PluginError, readable } from '../errors.js';
import type { Tool, ToolContext, ToolResult } from '../opencode/tool.js';
import { plainText } from './plain-text.js';

export interface ToolDefinition<Args extends Record<string, z.ZodMiniType>> {
  description: string;
  args: Args;
  run: (args: z.infer<z.ZodMiniObject<Args>>, context: ToolContext) => Promise<ToolResult>;
}

/**
 * A tool whose arguments are checked, whose errors say what to do, and whose result, which a host may have its say in, is plain text.
 * What OpenCode's own question throws passes as it is.
 */
export function defineTool<Args extends Record<string, z.ZodMiniType>>({
  description,
  args,
  run,
}: ToolDefinition<Args>): Tool {
  const schema = z.object(args);
  return {
    description,
    args,
    async execute(given, context) {
      const parsed = schema.safeParse(given ?? {});
      try {
        if (!parsed.success) throw wrongArguments(parsed.error);
        const result = await run(parsed.data, context);
        return { ...result, title: plainText(result.title), output: plainText(result.output) };
      } catch (error) {
        if (error instanceof Error && 'remedy' in error) throw new Error(readable(error), { cause: error });
        throw error;
      }
    },
  };
}

function wrongArguments({ issues }: z.core.$ZodError): PluginError {
  const list = issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return new PluginError('arguments', `The arguments are wrong: ${list}.`, 'Correct them and call it again.');
}

/** Says to the model what an argument means. OpenCode reads it there, from whichever zod made the schema. */
export function means<Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema {
  return Object.assign(schema, { description });
}
