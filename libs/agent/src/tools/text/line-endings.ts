export type LineEnding = '\n' | '\r\n';

export function lineEndingOf(text: string): LineEnding {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** With plain newlines. */
export function plainLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Plain newlines, as this ending. */
export function endedWith(text: string, ending: LineEnding): string {
  return ending === '\n' ? text : text.replaceAll('\n', ending);
}
