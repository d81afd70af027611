import type { Colors } from './colors.js';

/** Lines of `label  value`, labels dimmed and padded to one width. Rows without a value are left out. */
export function columns(rows: [label: string, value: string | undefined][], colors: Colors): string {
  const shown = rows.filter((row): row is [string, string] => row[1] !== undefined);
  const width = Math.max(...shown.map(([label]) => label.length));
  return shown.map(([label, value]) => `  ${colors.dim(label.padEnd(width))}  ${value}\n`).join('');
}
