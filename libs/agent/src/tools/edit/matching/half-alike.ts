import { type MatchFinder, wantedLines } from './match-finder.js';

/** A block with the same first and last line, as many lines, and half of those within the same. */
export const halfAlike: MatchFinder = function* (text, wanted) {
  if (wanted.split('\n').length < 3) return;
  const sought = wantedLines(wanted).map((line) => line.trim());
  const lines = text.split('\n');
  for (const [start, line] of lines.entries()) {
    if (line.trim() !== sought[0]) continue;
    const end = lines.findIndex(
      (candidate, index) => index >= start + 2 && candidate.trim() === sought.at(-1),
    );
    if (end < 0) continue;
    const block = lines.slice(start, end + 1);
    if (block.length === sought.length && isHalfAlike(block, sought)) yield block.join('\n');
  }
};

function isHalfAlike(block: readonly string[], sought: readonly string[]): boolean {
  const inner = block
    .slice(1, -1)
    .map((line, index) => [line.trim(), sought[index + 1]] as const)
    .filter(([there, meant]) => there !== '' || meant !== '');
  const same = inner.filter(([there, meant]) => there === meant);
  return inner.length === 0 || same.length / inner.length >= 0.5;
}
