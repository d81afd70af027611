import type { TunnelError } from '@orssh/tunnel';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';

/** A host name that nobody knows, with the names of the configuration and of ssh_config that were probably meant. */
export async function suggestTarget(
  cli: Cli,
  error: TunnelError,
  { config }: { config?: string },
): Promise<CliError | TunnelError> {
  const typed = error.host.replace(/^.*@/, '').replace(/:\d+$/, '');
  const { didYouMean } = await cli.libraries.registry();
  const question = didYouMean(typed, await knownNames(cli, config, typed));
  if (question === undefined) return error;
  return new CliError({
    code: 'dns',
    host: error.host,
    message: error.message,
    remedy: `${question} Otherwise: ${error.remedy}`,
    exitCode: exitCode.unreachable,
    cause: error,
  });
}

/** Names other than the one that was typed. What cannot be read has none: this is only for a remedy. */
async function knownNames(cli: Cli, configFile: string | undefined, typed: string): Promise<string[]> {
  const { env, cwd } = cli;
  const { loadRegistry, sshConfigHosts } = await cli.libraries.registry();
  const [hosts, aliases] = await Promise.all([
    loadRegistry({ cwd, env, configFile }).then(
      (registry) => registry.hosts,
      () => [],
    ),
    sshConfigHosts({ env }),
  ]);
  const names = [...hosts.flatMap(({ name, aliases: others }) => [name, ...others]), ...aliases];
  return names.filter((name) => name !== typed);
}
