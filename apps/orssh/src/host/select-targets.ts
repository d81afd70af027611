import type { HostQuery, RegistryHost, SelectedTarget } from '@orssh/registry';

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

/** `picked` is what tells it from the others. */
export type PickedTarget = FleetTarget & { readonly picked: string };

export interface SelectTargets {
  cli: Cli;
  session: Pick<HostSession, 'registry' | 'progress'>;
  /** What was written in a target's place; nothing where an option selects. */
  words: readonly string[];
  options: Partial<FleetOptions> & { verbose?: boolean };
}

/** The hosts that a person means by targets, or by the options that select some. At least one; `--one` leaves one. */
export async function selectTargets(how: SelectTargets): Promise<FleetTarget[]> {
  const { cli, session, options } = how;
  if (options.one) {
    const picked = await pickTarget(how);
    return picked ? [picked] : [];
  }
  const query = queryOf(how);
  const [registry, library] = await Promise.all([session.registry(), cli.libraries.registry()]);
  const { hosts } = library.selectHosts(registry, query);
  if (options.verbose) for (const one of hosts) explainChoice(session, one);
  return hosts.map(fleetTarget);
}

/** Whether several hosts are meant, or one that is not named. */
export function namesSeveral(words: readonly string[], options: Partial<FleetOptions>): boolean {
  return selectsHosts(options) || options.one === true || splitTargets(words).length > 1;
}

/**
 * One of the hosts that are meant, by the strategy of its provider. Those that somebody on this machine has leased, or that failed
 * lately, go last. Undefined when all were `tried`.
 */
export async function pickTarget(
  how: SelectTargets,
  tried: ReadonlySet<string> = new Set(),
): Promise<PickedTarget | undefined> {
  const { cli, session, options } = how;
  const [registry, { pickHost, selectHosts, usageInFiles }, { hostLeases }] = await Promise.all([
    session.registry(),
    cli.libraries.registry(),
    import('../hosts/host-leases.js'),
  ]);
  const leased = await hostLeases(cli, registry);
  const left = selectHosts(registry, queryOf(how)).hosts.filter(({ target }) => !tried.has(target));
  if (left.length === 0) return undefined;
  const query = tried.size > 0 ? { targets: left.map(({ target }) => target) } : queryOf(how);
  const pick = await usageInFiles({ env: cli.env }).pick((usage) =>
    pickHost(registry, query, { usage, leased }),
  );
  if (options.verbose) {
    explainChoice(session, pick);
    for (const { host, chosen, why } of pick.considered) {
      if (!chosen) session.progress.note(`orssh: not ${escapeControl(`${host.id}: it ${why}`)}`);
    }
  }
  return { ...fleetTarget(pick), picked: pick.target };
}

function queryOf({ words, options }: SelectTargets): HostQuery {
  const targets = splitTargets(words);
  const selects = selectsHosts(options);
  if (selects && targets.length > 0) throw both(targets);
  if (!selects && targets.length === 0) throw neither();
  const { label: labels, provider, all } = options;
  return selects ? { labels, provider, all } : { targets };
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
