import { anchoredBlock } from './matching/anchored-block.js';
import { anySpace } from './matching/any-space.js';
import { escaped } from './matching/escaped.js';
import { exact } from './matching/exact.js';
import { halfAlike } from './matching/half-alike.js';
import type { MatchFinder } from './matching/match-finder.js';
import { otherIndent } from './matching/other-indent.js';
import { trimmedEnds } from './matching/trimmed-ends.js';
import { trimmedLines } from './matching/trimmed-lines.js';

/** In OpenCode's order: the first that finds one place wins. */
const finders: readonly MatchFinder[] = [
  ...[exact, trimmedLines, anchoredBlock, anySpace, otherIndent, escaped, trimmedEnds, halfAlike],
];

/** What OpenCode's edit makes of a text. Throws, in its words, where the place is not there or not the only one. */
export function replace(text: string, wanted: string, replacement: string, all = false): string {
  if (wanted === replacement) {
    throw new Error('No changes to apply: oldString and newString are identical.');
  }
  if (wanted === '') throw new Error(emptyWanted);
  let isThere = false;
  for (const find of finders) {
    for (const match of find(text, wanted)) {
      const at = text.indexOf(match);
      if (at < 0) continue;
      isThere = true;
      if (isMuchLarger(match, wanted)) {
        throw new Error(
          'Refusing replacement because the matched span is much larger than oldString. Re-read the file and provide the full exact oldString for the intended replacement.',
        );
      }
      if (all) return text.replaceAll(match, () => replacement);
      if (at !== text.lastIndexOf(match)) continue;
      return text.slice(0, at) + replacement + text.slice(at + match.length);
    }
  }
  throw new Error(
    isThere
      ? 'Found multiple matches for oldString. Provide more surrounding context to make the match unique.'
      : 'Could not find oldString in the file. It must match exactly, including whitespace, indentation, and line endings.',
  );
}

export const emptyWanted =
  'oldString cannot be empty when editing an existing file. Provide the exact text to replace, or use write for an intentional full-file replacement.';

function isMuchLarger(match: string, wanted: string): boolean {
  const lines = wanted.split('\n').length;
  if (match.split('\n').length >= Math.max(lines + 3, lines * 2)) return true;
  if (lines === 1) return false;
  const { length } = wanted.trim();
  return match.trim().length > Math.max(length + 500, length * 4);
}
