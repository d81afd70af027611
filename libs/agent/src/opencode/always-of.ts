/** What of patterns an "always" may keep: OpenCode reads `\` as `/`, so that a rule with it would allow another place as well. */
export function alwaysOf(patterns: readonly string[]): string[] {
  return patterns.some((pattern) => pattern.includes('\\')) ? [] : [...patterns];
}
