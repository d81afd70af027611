import { hostile } from './errors.js';

/** As those of `@orssh/protocol` are. */
export interface AnswerSchema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: Error };
}

/** The answer in its known form; what has another is `hostile_response`. */
export function answerAs<T>(schema: AnswerSchema<T>, host: string, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw hostile(host, parsed.error);
}

export function answerAsList<T>(schema: AnswerSchema<T>, host: string, answer: unknown): T[] {
  if (!Array.isArray(answer)) throw hostile(host, new Error('a list was asked for'));
  return answer.map((item) => answerAs(schema, host, item));
}
