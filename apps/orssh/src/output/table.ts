import stringWidth from 'string-width';

import type { Colors } from './colors.js';

/** A cell that is wider moves its own line to the right, and no other: what a host sends is not multiplied by its lines. */
const widestColumn = 100;

/**
 * The one style of tables: a dimmed line of names, columns two spaces apart, no lines. Cells are to be escaped already; one of
 * several lines goes on below itself.
 */
export function table(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  colors: Colors,
): string {
  const lines = [names.map((name) => colors.dim(name.toUpperCase())), ...rows.flatMap(linesOf)];
  const widths = lines.map((cells) => cells.map(widthOf));
  const columns = names.map((_name, at) =>
    widths.reduce((widest, row) => {
      const width = row[at] ?? 0;
      return width > widestColumn ? widest : Math.max(widest, width);
    }, 0),
  );
  const line = (cells: readonly string[], row: number): string =>
    cells
      .map((cell, at) => cell + ' '.repeat(Math.max(0, (columns[at] ?? 0) - (widths[row]?.[at] ?? 0))))
      .join('  ')
      .trimEnd();
  return `${lines.map(line).join('\n')}\n`;
}

function linesOf(row: readonly string[]): string[][] {
  const cells = row.map((cell) => cell.split('\n'));
  const height = cells.reduce((most, { length }) => Math.max(most, length), 1);
  return Array.from({ length: height }, (_, at) => cells.map((lines) => lines[at] ?? ''));
}

/** In columns of a terminal. Most cells need no look at each of their characters. */
function widthOf(cell: string): number {
  return /^[\x20-\x7e]*$/.test(cell) ? cell.length : stringWidth(cell);
}
