import { duration } from '@orssh/doctor/duration';
import stringWidth from 'string-width';

import type { Colors } from '../output/colors.js';
import { escapeControl } from '../output/escape-control.js';
import { table } from '../output/table.js';
import { wrap } from '../output/wrap.js';
import { type Outcome, outcomeName, wasLeft, worked } from './outcome.js';

export interface SummaryOptions {
  outcomes: readonly Outcome[];
  durationMs: number;
  colors: Colors;
  /** Columns of the terminal; absent: lines are as long as they are. */
  width: number | undefined;
}

/** `18 ok, 1 exit 3, 1 unreachable in 2.4 s`, and what is to be known of each host that failed. */
export function renderSummary({ outcomes, durationMs, colors, width }: SummaryOptions): string {
  const counts = countNames(outcomes).map(([name, count, kind]) => {
    const text = `${count} ${name}`;
    return kind === 'left' ? text : kind === 'worked' ? colors.green(text) : colors.red(text);
  });
  const line = `${counts.join(', ')} in ${duration(durationMs)}\n`;
  const failures = outcomes.filter((outcome) => kindOf(outcome) === 'failed');
  if (failures.length === 0) return line;
  const names = failures.map(outcomeName);
  const before = longest(['host', ...failures.map(({ host }) => host)]) + longest(['result', ...names]) + 4;
  const room = width === undefined ? Number.POSITIVE_INFINITY : Math.max(30, width - before - 1);
  const reasons = failures.map((outcome, index) => why(outcome, failures[index + 1], colors, room));
  const rows = failures.map(({ host }, index) => [
    escapeControl(host),
    colors.red(names[index] ?? ''),
    ...(reasons[index] === undefined ? [] : [reasons[index]]),
  ]);
  const heads = reasons.some((reason) => reason !== undefined)
    ? ['host', 'result', 'why']
    : ['host', 'result'];
  return `${line}${table(heads, rows, colors)}`;
}

function longest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => stringWidth(text)));
}

const kinds = ['worked', 'failed', 'left'] as const;
type Kind = (typeof kinds)[number];

function kindOf(outcome: Outcome): Kind {
  if (worked(outcome)) return 'worked';
  return wasLeft(outcome) ? 'left' : 'failed';
}

/** Those that worked first, then by how many there are; those that were left out last. */
export function countNames(outcomes: readonly Outcome[]): [name: string, count: number, kind: Kind][] {
  const counts = new Map<string, { count: number; kind: Kind }>();
  for (const outcome of outcomes) {
    const name = outcomeName(outcome);
    counts.set(name, { count: (counts.get(name)?.count ?? 0) + 1, kind: kindOf(outcome) });
  }
  return [...counts]
    .sort(([, a], [, b]) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || b.count - a.count)
    .map(([name, { count, kind }]) => [name, count, kind]);
}

/** The reason and, on lines of its own, what to do, once for hosts in a row that want the same. A command's own end needs none. */
function why(outcome: Outcome, next: Outcome | undefined, colors: Colors, room: number): string | undefined {
  if (outcome.kind !== 'failed') return undefined;
  const { message } = outcome.failure;
  const sameFollows = next?.kind === 'failed' && next.failure.remedy === outcome.failure.remedy;
  const remedy = sameFollows ? '' : outcome.failure.remedy;
  const reason = wrap(message, room);
  const [first, ...more] = remedy === '' ? [] : wrap(remedy, room - 2);
  const arrow =
    first === undefined ? [] : [`${colors.cyan('→')} ${first}`, ...more.map((line) => `  ${line}`)];
  return [...reason, ...arrow].join('\n');
}
