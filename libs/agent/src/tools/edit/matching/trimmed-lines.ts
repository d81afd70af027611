import { type MatchFinder, wantedLines } from './match-finder.js';

/** Lines that are the same but for space around them. */
export const trimmedLines: MatchFinder = function* (text, wanted) {
  const lines = text.split('\n');
  const trimmed = lines.map((line) => line.trim());
  const sought = wantedLines(wanted).map((line) => line.trim());
  for (let start = 0; start + sought.length <= lines.length; start++) {
    if (!sought.every((line, index) => trimmed[start + index] === line)) continue;
    yield lines.slice(start, start + sought.length).join('\n');
  }
};
