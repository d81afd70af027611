import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The alias of the person's own ssh_config that `target` was probably meant to be; a guess, for a remedy. */
export function nearAlias(target: string, home: string): string | undefined {
  const wanted = target.replace(/^.*@/, '').replace(/:\d+$/, '').toLowerCase();
  const farthest = Math.min(2, Math.floor(wanted.length / 3));
  return aliases(join(home, '.ssh', 'config'))
    .map((alias) => ({ alias, distance: editDistance(wanted, alias.toLowerCase()) }))
    .filter(({ distance }) => distance > 0 && distance <= farthest)
    .sort((a, b) => a.distance - b.distance)[0]?.alias;
}

function aliases(configFile: string): string[] {
  let config: string;
  try {
    config = readFileSync(configFile, 'utf8');
  } catch {
    return [];
  }
  return [...config.matchAll(/^[ \t]*Host[ \t=]+(.+)$/gim)]
    .flatMap(([, names = '']) => names.trim().split(/\s+/))
    .filter((name) => !/[*?!"]/.test(name));
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`. */
export function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const steps = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + change];
      row.push(Math.min(...steps, swapped ? at(i - 2, j - 2) + 1 : Infinity));
    }
  }
  return at(a.length, b.length);
}
