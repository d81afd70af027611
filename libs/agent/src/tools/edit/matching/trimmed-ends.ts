import { type MatchFinder, runsOf } from './match-finder.js';

/** What was wanted, without the space before and after it. */
export const trimmedEnds: MatchFinder = function* (text, wanted) {
  const sought = wanted.trim();
  if (sought === wanted) return;
  if (text.includes(sought)) yield sought;
  for (const run of runsOf(text.split('\n'), wanted.split('\n').length)) {
    if (run.trim() === sought) yield run;
  }
};
