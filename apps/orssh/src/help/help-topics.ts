export interface HelpTopics {
  /** Lines that can be pasted, each with what it does. */
  examples: readonly (readonly [line: string, meaning: string])[];
  /** The forms of the lines that `--json` prints. */
  json?: readonly string[];
}

/** What a command's help says below its options. */
export function helpTopics({ examples, json }: HelpTopics): string {
  const blocks = [['Examples:', ...examples.flatMap(([line, meaning]) => [`  # ${meaning}`, `  $ ${line}`])]];
  if (json) {
    const failure = '{"error":{"code","host","message","remedy"}}   when it failed';
    blocks.push(['With --json, on standard output:', ...[...json, failure].map((form) => `  ${form}`)]);
  }
  blocks.push(['Exit codes: orssh help exit-codes']);
  return blocks.map((lines) => `\n${lines.join('\n')}`).join('\n');
}
