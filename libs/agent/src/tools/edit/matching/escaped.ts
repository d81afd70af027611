import { type MatchFinder, runsOf } from './match-finder.js';

const meanings: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

/** What was wanted is written with escapes where the text has the characters, or the other way round. */
export const escaped: MatchFinder = function* (text, wanted) {
  const sought = unescaped(wanted);
  if (text.includes(sought)) yield sought;
  for (const run of runsOf(text.split('\n'), sought.split('\n').length)) {
    if (unescaped(run) === sought) yield run;
  }
};

function unescaped(text: string): string {
  return text.replace(/\\([ntr'"`\\\n$])/g, (_match, character: string) => meanings[character] ?? character);
}
