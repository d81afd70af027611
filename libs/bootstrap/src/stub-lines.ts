import { type Failure, failureSchema, type Ready, readySchema } from '@orssh/protocol';

/** What a subcommand of the stub said in its last machine-readable line. */
export type StubAnswer = { ready: Ready } | { failure: Failure } | undefined;

/** Finds the stub's line in what a channel printed: rc files may print before it, even without a newline. */
export function findStubLine(printed: string): StubAnswer {
  const ready = readySchema.safeParse(jsonBehind(printed, 'ORSSH-READY '));
  if (ready.success) return { ready: ready.data };
  const failure = failureSchema.safeParse(jsonBehind(printed, 'ORSSH-ERROR '));
  return failure.success ? { failure: failure.data } : undefined;
}

function jsonBehind(printed: string, word: string): unknown {
  const at = printed.lastIndexOf(word);
  if (at < 0) return undefined;
  const line = printed.slice(at + word.length).split('\n', 1)[0] ?? '';
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
