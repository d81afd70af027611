import { type Command, Option } from 'commander';

import type { LeaseMode, RegistryHost } from '@orssh/registry';

import { CliError } from '../cli-error.js';
import { exitCode } from '../exit-code.js';

/** How a command leases its hosts for as long as it runs. */
export interface LeaseOptions {
  lease?: LeaseMode;
  steal?: boolean;
  stopCommands?: boolean;
}

/** Declares {@link LeaseOptions}. */
export function addLeaseOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--lease <mode>',
        'lease the host meanwhile: nobody else, or others that share it (default: as the registry says)',
      ).choices(['exclusive', 'shared', 'none']),
    )
    .option('--steal', 'take the lease over from whoever has it')
    .option('--stop-commands', 'with --steal: end the commands of those it is taken from');
}

/** The lease to take on a host. Only an exclusive one of the registry's is taken unasked: others stand in nobody's way. */
export function leaseModeFor(
  { lease, steal }: LeaseOptions,
  host: RegistryHost | null | undefined,
): LeaseMode {
  if (lease !== undefined) return lease;
  return steal === true || host?.settings.leaseMode === 'exclusive' ? 'exclusive' : 'none';
}

export function checkLeaseOptions({ lease, steal, stopCommands }: LeaseOptions): void {
  if (stopCommands && !steal)
    throw misused('--stop-commands ends the commands of those whom --steal takes it from');
  if (steal && lease === 'none') throw misused('--lease none takes no lease, so that there is none to steal');
}

function misused(message: string): CliError {
  return new CliError({
    code: 'usage',
    message,
    remedy: 'give both: --steal --stop-commands, or neither',
    exitCode: exitCode.usage,
  });
}
