const longest = 500;

/** Text that came from another machine: nothing in it may move a terminal's cursor or turn its text. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD').slice(0, longest);
}
