/** What a host printed, made fit for a line of a message: one line, no control characters, bounded. Empty when nothing was printed. */
export function excerpt(printed: string): string {
  const text = printed.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  if (text === '') return '';
  return `: ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`;
}
