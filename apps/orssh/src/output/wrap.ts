import stringWidth from 'string-width';

/** Breaks plain text into lines of at most `width` columns, between words; a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && stringWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** {@link wrap} with lines after the first one set in. */
export function hanging(text: string, width: number, indent: number): string {
  return wrap(text, Math.max(20, width - indent)).join(`\n${' '.repeat(indent)}`);
}
