import { createTwoFilesPatch, diffLines } from 'diff';

export interface DiffCounts {
  additions: number;
  deletions: number;
}

/** A unified diff as OpenCode shows it: without the indentation that all of its lines have. */
export function unifiedDiff(path: string, before: string, after: string): string {
  return withoutSharedIndent(createTwoFilesPatch(path, path, before, after));
}

export function countChanges(before: string, after: string): DiffCounts {
  const counts = { additions: 0, deletions: 0 };
  for (const { added, removed, count } of diffLines(before, after)) {
    if (added) counts.additions += count;
    if (removed) counts.deletions += count;
  }
  return counts;
}

function withoutSharedIndent(patch: string): string {
  const lines = patch.split('\n');
  const indents = lines
    .filter((line) => isContent(line) && line.slice(1).trim() !== '')
    .map((line) => line.slice(1).length - line.slice(1).trimStart().length);
  const shared = indents.reduce((least, indent) => Math.min(least, indent), Infinity);
  if (indents.length === 0 || shared === 0) return patch;
  return lines.map((line) => (isContent(line) ? line.charAt(0) + line.slice(1 + shared) : line)).join('\n');
}

function isContent(line: string): boolean {
  return /^[+\- ]/.test(line) && !line.startsWith('---') && !line.startsWith('+++');
}
