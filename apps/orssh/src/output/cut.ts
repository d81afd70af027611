import stringWidth from 'string-width';

import type { Output } from './streams.js';

const segmenter = new Intl.Segmenter();

/** The beginning of a line that fits into so many columns of a terminal, with `…` where something is left out; colours end. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const part of text.split(/(\x1b\[\d+m)/)) {
    if (part.startsWith('\x1b')) kept += part;
    else if (used <= width) {
      for (const { segment } of segmenter.segment(part)) {
        used += stringWidth(segment);
        if (used > width) {
          kept = `${kept.trimEnd()}…`;
          break;
        }
        kept += segment;
      }
    }
  }
  return kept;
}

/** Lines that a terminal would wrap are cut; in a pipe nothing is. */
export function fitted({ isTTY, columns }: Output, lines: string): string {
  if (!isTTY || columns === undefined) return lines;
  return lines.replace(/^.*$/gm, (line) => cut(line, columns));
}
