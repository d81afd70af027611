import * as z from 'zod/mini';

type Shape = Record<string, z.ZodMiniType>;

/** The arguments of a tool, or the error by which OpenCode's own tools tell a model what is wrong with them. */
export function checkedArguments<S extends Shape>(
  tool: string,
  shape: S,
  given: unknown,
): z.infer<z.ZodMiniObject<S>> {
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const names = Object.keys(shape);
  const [first] = parsed.error.issues.toSorted((a, b) => orderOf(names, a) - orderOf(names, b));
  throw new Error(
    `The ${tool} tool was called with invalid arguments: SchemaError(${first ? worded(first, shape, given) : ''}).\n` +
      'Please rewrite the input so it satisfies the expected schema.',
  );
}

type Issue = z.core.$ZodIssue;

function orderOf(names: readonly string[], { path: [name] }: Issue): number {
  return names.indexOf(String(name));
}

function worded(issue: Issue, shape: Shape, given: unknown): string {
  const [name] = issue.path;
  if (name === undefined) return `Expected object, got ${JSON.stringify(given)}`;
  const at = `\n  at [${JSON.stringify(name)}]`;
  const arguments_ = given as Record<string, unknown>;
  const key = String(name);
  if (!(key in arguments_)) return `Missing key${at}`;
  return `Expected ${expected(issue, shape[key])}, got ${JSON.stringify(arguments_[key])}${at}`;
}

function expected(issue: Issue, schema: z.ZodMiniType | undefined): string {
  if (issue.code === 'too_small')
    return `a value greater than ${issue.inclusive === false ? '' : 'or equal to '}${String(issue.minimum)}`;
  if (issue.code !== 'invalid_type') return issue.message;
  if (issue.expected === 'int') return 'an integer';
  return schema instanceof z.ZodMiniOptional ? `${issue.expected} | undefined` : issue.expected;
}
