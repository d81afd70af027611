import type { Cli } from '../cli.js';
import { recordUsage } from '../host/record-usage.js';
import type { FleetTarget } from '../host/select-targets.js';
import { type Outcome, unreachedBecause, wasLeft } from './outcome.js';

/** Remembers which hosts were reached; `outcomes` are in the order of `targets`. */
export async function recordOutcomes(
  cli: Cli,
  targets: readonly FleetTarget[],
  outcomes: readonly Outcome[],
): Promise<void> {
  const served = targets.flatMap(({ host }, index) => {
    const outcome = outcomes[index];
    if (!outcome || wasLeft(outcome)) return [];
    return [{ host, failure: unreachedBecause(outcome) }];
  });
  await recordUsage(cli, served);
}
