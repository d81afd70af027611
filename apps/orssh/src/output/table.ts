import Table from 'cli-table3';

import type { Colors } from './colors.js';

const nothing = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** The one style of tables: a dimmed line of names, columns two spaces apart, no lines. Cells are to be escaped already. */
export function table(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  colors: Colors,
): string {
  const lines = new Table({
    head: names.map((name) => colors.dim(name.toUpperCase())),
    chars: nothing,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  lines.push(...rows.map((row) => [...row]));
  return `${lines
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}
