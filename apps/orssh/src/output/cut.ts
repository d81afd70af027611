import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();

/** The beginning of a line that fits into so many columns of a terminal, with `…` where something is left out. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const { segment } of segmenter.segment(text)) {
    used += stringWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
