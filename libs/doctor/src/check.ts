import type { Facts } from './facts.js';
import type { Finding } from './finding.js';

export const groups = {
  machine: 'This machine',
  configuration: 'Configuration',
  opencode: 'OpenCode',
  connection: 'Connection',
  host: 'Host',
  stub: 'Stub',
} as const;
export type Group = keyof typeof groups;

/** Findings by the id of their line. A line that is missing was not reached: the one that failed says why. */
export type Findings = Partial<Record<string, Finding>>;

/** One look, which makes one line or several. */
export interface Check {
  group: Group;
  /** Ids with what they are called, in the order in which they are shown. */
  lines: Readonly<Record<string, string>>;
  /** Ids of lines without which there is nothing to look at: ok or a warning, or this is skipped because of them. */
  needs?: readonly string[];
  limitMs?: number;
  run(facts: Facts, signal: AbortSignal): Promise<Findings>;
}

/** A line as it is printed. */
export interface Line extends Finding {
  id: string;
  group: Group;
  title: string;
}

/** A check that makes one line. */
export function oneLine(
  id: string,
  title: string,
  {
    run,
    ...rest
  }: Omit<Check, 'lines' | 'run'> & { run: (facts: Facts, signal: AbortSignal) => Promise<Finding> },
): Check {
  return { ...rest, lines: { [id]: title }, run: async (...given) => ({ [id]: await run(...given) }) };
}
