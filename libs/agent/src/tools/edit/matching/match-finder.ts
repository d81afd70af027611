/** Parts of a text that may be what a model meant by `wanted`, the likeliest first. */
export type MatchFinder = (text: string, wanted: string) => Iterable<string>;

/** The lines of what was wanted; a newline at its end begins no line. */
export function wantedLines(wanted: string): string[] {
  const lines = wanted.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Each run of so many lines, as one text. */
export function* runsOf(lines: readonly string[], length: number): Generator<string> {
  for (let start = 0; start + length <= lines.length; start++) {
    yield lines.slice(start, start + length).join('\n');
  }
}
