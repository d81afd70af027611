import type { RegistryHost } from '@orssh/registry';

import type { Cli } from '../cli.js';

/** How a host of the registry served; `failure` says why it was not reached. */
export interface Served {
  readonly host: RegistryHost | null | undefined;
  readonly failure?: string;
}

/** Remembers it for `--one` and for what is shown of hosts. That it cannot be remembered is no failure of the command. */
export async function recordUsage(
  cli: Pick<Cli, 'env' | 'libraries'>,
  served: readonly Served[],
): Promise<void> {
  const known = served.filter((one): one is Served & { host: RegistryHost } => Boolean(one.host));
  if (known.length === 0) return;
  const { usageInFiles } = await cli.libraries.registry();
  const usage = usageInFiles({ env: cli.env });
  for (const { host, failure } of known) {
    const recording = failure === undefined ? usage.used(host.id) : usage.failed(host.id, failure);
    await recording.catch(() => undefined);
  }
}
