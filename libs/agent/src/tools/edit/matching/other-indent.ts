import { type MatchFinder, runsOf } from './match-finder.js';

/** The same lines, all of them further in or out. */
export const otherIndent: MatchFinder = function* (text, wanted) {
  const sought = unindented(wanted);
  for (const run of runsOf(text.split('\n'), wanted.split('\n').length)) {
    if (unindented(run) === sought) yield run;
  }
};

function unindented(text: string): string {
  const lines = text.split('\n');
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  if (indents.length === 0) return text;
  const shared = Math.min(...indents);
  return lines.map((line) => (line.trim() === '' ? line : line.slice(shared))).join('\n');
}
