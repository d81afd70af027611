import { type Command, InvalidArgumentError } from 'commander';

import { collect } from '../exec/parse-options.js';

/** Which hosts, where the command takes several. */
export interface FleetOptions {
  label?: string[];
  provider?: string;
  all?: boolean;
  one?: boolean;
  parallel: number;
}

/** Spellings of the options that stand in a target's place. */
export const selectingOptions: readonly string[] = ['--label', '--provider', '--all'];

/** Declares {@link FleetOptions}. */
export function addFleetOptions(command: Command): Command {
  return command
    .option(
      '--label <label>',
      'all hosts with this label, such as gpu or env=prod; repeatable: with all of them',
      collect,
    )
    .option('--provider <name>', 'all hosts of this provider')
    .option('--all', 'all hosts of the registry')
    .option('--one', 'one of these hosts, by the strategy of their provider; the next where it is not free')
    .option('--parallel <count>', 'how many hosts at once', parseParallel, 10);
}

/** Whether an option says which hosts are meant. */
export function selectsHosts({ label = [], provider, all }: Partial<FleetOptions>): boolean {
  return label.length > 0 || provider !== undefined || all === true;
}

/** `web1,web2` names two targets. */
export function splitTargets(words: readonly string[]): string[] {
  return [...new Set(words.flatMap((word) => word.split(',')).map((word) => word.trim()))].filter(Boolean);
}

/** A host takes a socket, and a process or two while it is looked up: this many fit the usual 1024 files. */
const mostAtOnce = 256;

function parseParallel(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > mostAtOnce) {
    throw new InvalidArgumentError(`write a number from 1 to ${mostAtOnce}.`);
  }
  return count;
}
