import type { Registry } from '@orssh/registry';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import type { AddOptions } from '../commands/hosts/add-command.js';
import { escapeControl } from '../output/escape-control.js';
import { writableFile } from './writable-file.js';
import { writeHost } from './write-host.js';

export interface AddedHost {
  /** `provider/name` */
  added: string;
  file: string;
}

/** Writes a host with a new name. Rejects with `duplicate` where the name or an alias of it is one already. */
export async function addToFile(
  cli: Cli,
  registry: Registry,
  { name, address, options }: { name: string; address: string; options: AddOptions },
): Promise<AddedHost> {
  const { alias: aliases, label: labels, provider, identity, proxyJump } = options;
  for (const wanted of [name, ...(aliases ?? [])]) refuseTwice(registry, wanted);
  const { parseTarget } = await cli.libraries.tunnel();
  const { host, user, port } = parseTarget(address);
  const identityFile = identity === undefined ? undefined : [identity];
  const file = await writableFile(cli, registry, options);
  const ssh = withoutAbsent({ host, user, port, identityFile, proxyJump });
  await writeHost(cli, { file, provider, host: withoutAbsent({ name, aliases, labels, ssh }) });
  return { added: `${provider}/${name}`, file };
}

export function renderAdded({ added, file }: AddedHost): string {
  return `added ${escapeControl(added)} to ${escapeControl(file)}\n`;
}

function refuseTwice({ hosts }: Registry, wanted: string): void {
  const other = hosts.find(({ name, aliases }) => [name, ...aliases].includes(wanted));
  if (!other) return;
  throw new CliError({
    code: 'duplicate',
    host: wanted,
    message: `${wanted} is ${other.id} already, in ${other.file.path}`,
    remedy: `choose another name, or take that one out: orssh hosts remove ${other.name}`,
  });
}

/** The same without the properties that are undefined, as they are to stand in a file. */
export function withoutAbsent<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Value;
}
