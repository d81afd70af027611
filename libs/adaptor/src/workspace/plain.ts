/** Text of others, safe to show: on one line, without what hides or turns text, and not too long. */
export function plain(text: string, longest = 500): string {
  const one = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, '\uFFFD');
  return one.length > longest ? `${one.slice(0, longest)}…` : one;
}
