import type { HostQuery, Registry, RegistryHost, SelectedTarget } from '@orssh/registry';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { escapeControl } from '../output/escape-control.js';
import { type FleetOptions, selectsHosts, splitTargets } from './fleet-options.js';
import type { HostSession } from './session.js';

/** One of the hosts that a command goes to. */
export interface FleetTarget {
  /** As it is shown, and as a person would type it. */
  readonly target: string;
  /** The registry's; null where ssh_config says how the target is reached, absent where nobody has looked. */
  readonly host?: RegistryHost | null;
}

export interface SelectTargets {
  cli: Cli;
  session: Pick<HostSession, 'registry' | 'progress'>;
  /** What was written in a target's place; nothing where an option selects. */
  words: readonly string[];
  options: Partial<FleetOptions> & { verbose?: boolean };
}

/** The hosts that a person means by targets, or by the options that select some. At least one; `--one` leaves one. */
export async function selectTargets(how: SelectTargets): Promise<FleetTarget[]> {
  const { cli, session, words, options } = how;
  const targets = splitTargets(words);
  const selects = selectsHosts(options);
  if (selects && targets.length > 0) throw both(targets);
  if (!selects && targets.length === 0) throw neither();
  const [registry, library] = await Promise.all([session.registry(), cli.libraries.registry()]);
  const { label: labels, provider, all } = options;
  const query = selects ? { labels, provider, all } : { targets };
  if (options.one) return [await pickOne(how, registry, query)];
  const { hosts } = library.selectHosts(registry, query);
  if (options.verbose) for (const one of hosts) explainChoice(session, one);
  return hosts.map(fleetTarget);
}

/** Whether several hosts are meant, or one that is not named. */
export function namesSeveral(words: readonly string[], options: Partial<FleetOptions>): boolean {
  return selectsHosts(options) || options.one === true || splitTargets(words).length > 1;
}

async function pickOne(
  { cli, session, options }: SelectTargets,
  registry: Registry,
  query: HostQuery,
): Promise<FleetTarget> {
  const { pickHost, usageInFiles } = await cli.libraries.registry();
  const pick = await usageInFiles({ env: cli.env }).pick((usage) => pickHost(registry, query, { usage }));
  if (options.verbose) {
    explainChoice(session, pick);
    for (const { host, chosen, why } of pick.considered) {
      if (!chosen) session.progress.note(`orssh: not ${escapeControl(`${host.id}: it ${why}`)}`);
    }
  }
  return fleetTarget(pick);
}

function explainChoice({ progress }: SelectTargets['session'], { target, why }: SelectedTarget): void {
  progress.note(`orssh: ${escapeControl(`${target} ${why}`)}`);
}

/** A host that was typed is shown as it was; others by their names, which are unique. */
function fleetTarget({ target, host }: SelectedTarget): FleetTarget {
  return host ? { target: target === host.id ? host.name : target, host } : { target, host: null };
}

function both(targets: readonly string[]): CliError {
  return new CliError({
    code: 'usage',
    message: `${targets.join(', ')} was named, and hosts were selected by an option`,
    remedy:
      'name targets (web1,web2), or select by --label, --provider or --all; a command with -- in it wants -- before it',
    exitCode: exitCode.usage,
  });
}

function neither(): CliError {
  return new CliError({
    code: 'usage',
    message: 'no host was named',
    remedy: 'name one, or several (web1,web2), or select them: --label, --provider, --all',
    exitCode: exitCode.usage,
  });
}
