import * as z from 'zod/mini';

export const bashArguments = {
  command: z.string(),
  timeout: z.optional(z.number().check(z.positive())),
  workdir: z.optional(z.string()),
};

const schema = z.object(bashArguments);

/** `timeout` in milliseconds. */
export type BashArguments = z.infer<typeof schema>;

/** Rejects as OpenCode does. */
export function checkedArguments(given: unknown): BashArguments {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? '');
  const value = (given as Record<string, unknown> | undefined)?.[name];
  throw new Error(
    `The bash tool was called with invalid arguments: SchemaError(${reason(issue?.code, value, name)}\n` +
      `  at [${JSON.stringify(name)}]).\nPlease rewrite the input so it satisfies the expected schema.`,
  );
}

function reason(code: string | undefined, value: unknown, name: string): string {
  if (value === undefined) return 'Missing key';
  if (code === 'too_small') return `Expected a value greater than 0, got ${JSON.stringify(value)}`;
  return `Expected ${name === 'timeout' ? 'number' : 'string'}, got ${JSON.stringify(value)}`;
}
