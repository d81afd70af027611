import { editDistance } from './edit-distance.js';

const longestWord = 64;

/** The words of `known` that `wanted` was probably meant to be, nearest first; upper and lower case are the same here. */
export function nearest(wanted: string, known: Iterable<string>, count = 3): string[] {
  const word = wanted.toLowerCase();
  if (word.length > longestWord) return [];
  const farthest = Math.max(1, Math.min(2, Math.floor(word.length / 3)));
  const near: { candidate: string; distance: number }[] = [];
  for (const candidate of new Set(known)) {
    if (Math.abs(candidate.length - word.length) > farthest) continue;
    const distance = editDistance(word, candidate.toLowerCase());
    // A word of one or two letters is near to every other one.
    if (distance <= farthest && distance < word.length) near.push({ candidate, distance });
  }
  return near
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** `did you mean "a"?`; undefined where nothing is near. */
export function didYouMean(wanted: string, known: Iterable<string>): string | undefined {
  const near = nearest(wanted, known);
  if (near.length === 0) return undefined;
  return `did you mean ${near.map((word) => JSON.stringify(word)).join(' or ')}?`;
}
