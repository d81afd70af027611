import type { Cli } from '../cli.js';
import { colorsFor } from '../output/colors.js';
import { fitted } from '../output/cut.js';
import { escapeControl } from '../output/escape-control.js';
import { renderFailure } from '../output/render-error.js';
import { table } from '../output/table.js';
import type { Garbage, UncollectedHost } from './garbage.js';

/** The table, and a line of what it comes to; of hosts that failed, why, on standard error. */
export function renderGarbage(
  cli: Cli,
  { garbage, failures }: { garbage: readonly Garbage[]; failures: readonly UncollectedHost[] },
  { dryRun }: { dryRun?: boolean },
): string {
  const errorColors = colorsFor(cli.stderr, cli.env);
  for (const { error } of failures) cli.stderr.write(renderFailure(error, errorColors));
  const rows = garbage.map(({ where, what, bytes, why, state }) =>
    [where, what, bytes === 0 ? '-' : size(bytes), state === 'kept' ? `kept: ${why}` : why].map(
      escapeControl,
    ),
  );
  const lines =
    rows.length === 0 ? '' : table(['where', 'what', 'size', 'why'], rows, colorsFor(cli.stdout, cli.env));
  const counted = garbage.filter(({ state }) => state !== 'kept');
  const bytes = counted.reduce((sum, one) => sum + one.bytes, 0);
  const what = `${counted.length} ${counted.length === 1 ? 'thing' : 'things'}, ${size(bytes)}`;
  if (counted.length === 0) return `${fitted(cli.stdout, lines)}nothing to remove\n`;
  return `${fitted(cli.stdout, lines)}${dryRun ? 'would remove' : 'removed'} ${what}\n`;
}

/** `340 B`, `1.2 kB`, `6.6 MB` */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
