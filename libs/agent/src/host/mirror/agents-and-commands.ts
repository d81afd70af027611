import * as z from 'zod/mini';

import { isRecord, switchedOff, tightened, usersRules } from './tightened.js';

const text = z.string().check(z.maxLength(512 * 1024));
const word = z.string().check(z.maxLength(500));

const agentSchema = {
  description: text,
  mode: z.enum(['primary', 'subagent', 'all']),
  model: word,
  variant: word,
  prompt: text,
  temperature: z.number(),
  top_p: z.number(),
  color: z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/)),
  hidden: z.boolean(),
  disable: z.boolean(),
  steps: z.int().check(z.positive()),
};

const commandSchema = { template: text, description: text, agent: word, model: word, subtask: z.boolean() };

/** Of an agent that a host describes, what is text or choice; what it may do can only be less than otherwise. */
export function agentOf(
  described: unknown,
  { name, users }: { name: string; users: Record<string, unknown> },
): Record<string, unknown> | undefined {
  if (!isRecord(described)) return undefined;
  const permission = tightened(described['permission'], ...usersRules(users, name));
  const tools = switchedOff(described['tools']);
  return { ...valid(agentSchema, described), ...(permission && { permission }), ...(tools && { tools }) };
}

/** Of a command that a host describes, what is text or choice; its template's shell lines run on the host. */
export function commandOf(described: unknown): Record<string, unknown> | undefined {
  if (!isRecord(described)) return undefined;
  const command = valid(commandSchema, described);
  return command['template'] === undefined ? undefined : command;
}

/** One field that is wrong spoils no other: OpenCode would refuse the whole configuration. */
function valid(
  schema: Record<string, z.ZodMiniType>,
  from: Record<string, unknown>,
): Record<string, unknown> {
  const fields = Object.entries(schema).flatMap(([key, type]) => {
    const parsed = type.safeParse(from[key]);
    return parsed.success ? [[key, parsed.data] as const] : [];
  });
  return Object.fromEntries(fields);
}
