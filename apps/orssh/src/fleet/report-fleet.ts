import { tenths } from '@orssh/doctor/duration';

import type { Cli } from '../cli.js';
import { jsonLine } from '../output/answer.js';
import { colorsFor } from '../output/colors.js';
import type { Outcome } from './outcome.js';
import { countNames, renderSummary } from './summary.js';

export interface FleetReport {
  outcomes: readonly Outcome[];
  exitCode: number;
  durationMs: number;
  json: boolean;
}

/** The end of every command on several hosts: for a person on standard error, or the last line of `--json`. */
export function reportFleet(cli: Cli, { outcomes, exitCode, durationMs, json }: FleetReport): void {
  if (json) {
    const results = Object.fromEntries(countNames(outcomes).map(([name, count]) => [name, count]));
    const summary = { type: 'summary', hosts: outcomes.length, results, exitCode };
    cli.stdout.write(jsonLine({ ...summary, durationMs: tenths(durationMs) }));
    return;
  }
  const colors = colorsFor(cli.stderr, cli.env);
  const width = cli.stderr.isTTY === true ? cli.stderr.columns : undefined;
  cli.stderr.write(renderSummary({ outcomes, durationMs, colors, width }));
}
