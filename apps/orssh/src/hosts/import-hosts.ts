import type { didYouMean, Registry } from '@orssh/registry';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import type { ImportOptions } from '../commands/hosts/import-command.js';
import { exitCode } from '../exit-code.js';
import { escapeControl } from '../output/escape-control.js';
import { withoutAbsent } from './add-to-file.js';
import { writableFile } from './writable-file.js';
import { writeHost } from './write-host.js';

export interface ImportedHost {
  alias: string;
  imported: boolean;
  /** `provider/name` */
  id?: string;
  file?: string;
  /** Why it was not imported. */
  why?: string;
}

/** Writes aliases of ssh_config as hosts; those that are known already, or cannot be names, are left out. */
export async function importHosts(
  cli: Cli,
  registry: Registry,
  { aliases, options }: { aliases: readonly string[]; options: ImportOptions },
): Promise<ImportedHost[]> {
  const { didYouMean, sshConfigHosts } = await cli.libraries.registry();
  const known = await sshConfigHosts({ env: cli.env });
  const wanted = whichOnes({ known, aliases, all: options.all === true, didYouMean });
  const file = await writableFile(cli, registry, options);
  const { provider, label: labels } = options;
  const imported: ImportedHost[] = [];
  for (const alias of wanted) {
    const same = registry.hosts.find(
      ({ name, aliases: others, ssh }) => [name, ...others].includes(alias) || ssh.host === alias,
    );
    if (same) {
      imported.push({
        alias,
        imported: false,
        id: same.id,
        file: same.file.path,
        why: 'it is there already',
      });
      continue;
    }
    try {
      await writeHost(cli, {
        file,
        provider,
        host: withoutAbsent({ name: alias, labels, ssh: { host: alias } }),
      });
      imported.push({ alias, imported: true, id: `${provider}/${alias}`, file });
    } catch (error) {
      if (!isOfOneHost(error) || !options.all) throw error;
      imported.push({ alias, imported: false, why: error.message });
    }
  }
  return imported;
}

export function renderImported(imported: readonly ImportedHost[]): string {
  if (imported.length === 0) return 'there is no host in ~/.ssh/config\n';
  return imported
    .map(({ alias, id = '', file = '', why }) =>
      why === undefined
        ? `added ${id} to ${file}`
        : `left out ${alias}: ${why}${id && `, as ${id} in ${file}`}`,
    )
    .map((line) => `${escapeControl(line)}\n`)
    .join('');
}

interface Choice {
  known: readonly string[];
  aliases: readonly string[];
  all: boolean;
  didYouMean: typeof didYouMean;
}

function whichOnes({ known, aliases, all, didYouMean }: Choice): readonly string[] {
  if (all === aliases.length > 0) {
    throw new CliError({
      code: 'usage',
      message: all ? 'aliases and --all were given' : 'no host was named',
      remedy: `name some of ${known.slice(0, 10).join(', ') || '~/.ssh/config'}, or all of them with --all`,
      exitCode: exitCode.usage,
    });
  }
  if (all) return known;
  const unknown = aliases.find((alias) => !known.includes(alias));
  if (unknown === undefined) return [...new Set(aliases)];
  throw new CliError({
    code: 'unknown_host',
    host: unknown,
    message: `${unknown} is no host of ~/.ssh/config`,
    remedy: didYouMean(unknown, known) ?? 'use orssh hosts add for a host that is not there',
  });
}

/** A name that the configuration does not take is a matter of that host alone. */
function isOfOneHost(error: unknown): error is Error {
  return (
    error instanceof Error && 'code' in error && ['config_invalid', 'duplicate'].includes(String(error.code))
  );
}
