import { type MatchFinder, runsOf } from './match-finder.js';

/** The same words, whatever space is between them. */
export const anySpace: MatchFinder = function* (text, wanted) {
  const sought = oneSpace(wanted);
  const lines = text.split('\n');
  for (const line of lines) {
    if (oneSpace(line) === sought) yield line;
    else if (oneSpace(line).includes(sought)) {
      const words = wanted.trim().split(/\s+/).map(escaped);
      const [match] = new RegExp(words.join('\\s+')).exec(line) ?? [];
      if (match !== undefined) yield match;
    }
  }
  const { length } = wanted.split('\n');
  if (length === 1) return;
  for (const run of runsOf(lines, length)) if (oneSpace(run) === sought) yield run;
};

function oneSpace(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
