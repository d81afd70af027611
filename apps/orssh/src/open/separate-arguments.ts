/** Commands behind whose `--` stand arguments for OpenCode. */
const passOn = new Set(['open', 'run', 'acp']);

/** Doubles the first `--`, of which commander swallows one: what is behind it can be told from what is before. */
export function markArguments(verb: string | undefined, words: readonly string[]): string[] {
  const at = words.indexOf('--');
  if (verb === undefined || !passOn.has(verb) || at < 0) return [...words];
  return [...words.slice(0, at), '--', ...words.slice(at)];
}

export interface SeparatedWords {
  readonly own: string[];
  /** For OpenCode. */
  readonly passed: string[];
}

/** What {@link markArguments} marked. */
export function separateArguments(words: readonly string[]): SeparatedWords {
  const at = words.indexOf('--');
  return at < 0 ? { own: [...words], passed: [] } : { own: words.slice(0, at), passed: words.slice(at + 1) };
}
