import type * as Registry from '@orssh/registry';

import { CliError } from '../cli-error.js';
import { exitCode } from '../exit-code.js';
import { escapeControl } from '../output/escape-control.js';
import type { Answers } from './answers.js';
import type { Machine } from './look-at-machine.js';
import { newHost, type NewHost, withOwnNames } from './new-host.js';

/** The hosts to add: chosen or named, and not in the registry yet. */
export async function chooseHosts(
  { registry, aliases, present }: Machine,
  answers: Answers,
  { findHost }: Pick<typeof Registry, 'findHost'>,
  say: (text: string) => void,
): Promise<NewHost[]> {
  if (present.length > 0) say(`Of your ssh_config there already: ${escapeControl(present.join(', '))}.\n`);
  if (aliases.length === 0) say(`Your ssh_config names no ${present.length > 0 ? 'other ' : ''}hosts.\n`);
  const targets = [...new Set(await answers.hosts(aliases))];
  const already = targets.filter((target) => findHost(registry, target) !== undefined);
  if (already.length > 0) say(`There already: ${escapeControl(already.join(', '))}.\n`);
  const hosts = targets.filter((target) => !already.includes(target)).map(readHost);
  return withOwnNames(
    hosts,
    registry.hosts.flatMap(({ name, aliases: others }) => [name, ...others]),
  );
}

function readHost(target: string): NewHost {
  const host = newHost(target);
  if (host) return host;
  throw new CliError({
    code: 'usage',
    message: `${target} is no host`,
    remedy: 'write an alias of your ssh_config, or [user@]host[:port]',
    exitCode: exitCode.usage,
  });
}
