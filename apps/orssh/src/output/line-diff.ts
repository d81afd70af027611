/** A line of a difference: taken away, added, or there before and after. */
export interface DiffLine {
  mark: '-' | '+' | ' ';
  text: string;
}

const context = 2;

/** What changes between two texts, with two lines around each change. For files that a person edits: short ones. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const all = allLines(split(before), split(after));
  return all.filter((_line, at) =>
    all.slice(Math.max(0, at - context), at + context + 1).some(({ mark }) => mark !== ' '),
  );
}

function split(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function allLines(old: string[], fresh: string[]): DiffLine[] {
  const common = commonLengths(old, fresh);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    const [was, is] = [old[i], fresh[j]];
    if (was !== undefined && was === is) {
      lines.push({ mark: ' ', text: was });
      [i, j] = [i + 1, j + 1];
    } else if (was !== undefined && (is === undefined || at(common, i + 1, j) >= at(common, i, j + 1))) {
      lines.push({ mark: '-', text: was });
      i += 1;
    } else {
      lines.push({ mark: '+', text: is ?? '' });
      j += 1;
    }
  }
  return lines;
}

/** Length of the longest common subsequence of what follows each pair of places. */
function commonLengths(old: string[], fresh: string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => Array<number>(fresh.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (!row) continue;
      row[j] =
        old[i] === fresh[j]
          ? at(lengths, i + 1, j + 1) + 1
          : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1));
    }
  }
  return lengths;
}

function at(lengths: number[][], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}
