import type { OutputLimits } from './kept-output.js';

/** The last whole lines of a text that are within the limits; of a line that alone is too long, its end. */
export function endOf(text: string, { maxLines, maxBytes }: OutputLimits): string {
  const lines = text.split('\n');
  if (lines.length <= maxLines && Buffer.byteLength(text) <= maxBytes) return text;
  const kept: string[] = [];
  let size = 0;
  for (let at = lines.length - 1; at >= 0 && kept.length < maxLines; at -= 1) {
    const line = lines[at] ?? '';
    const more = Buffer.byteLength(line) + (kept.length > 0 ? 1 : 0);
    if (size + more > maxBytes) {
      if (kept.length === 0) kept.push(endOfLine(line, maxBytes));
      break;
    }
    kept.unshift(line);
    size += more;
  }
  return kept.join('\n');
}

function endOfLine(line: string, maxBytes: number): string {
  const bytes = Buffer.from(line);
  let start = Math.max(0, bytes.length - maxBytes);
  // Not in the middle of a character.
  while (start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return bytes.toString('utf8', start);
}
