import { type HostQuery, pickHost, type Registry, usageInFiles } from '@orssh/registry';

import type { WorkspaceExtra } from './extra.js';
import { hostLeases } from './host-leases.js';
import { hostTarget, type HostTarget } from './host-target.js';

export interface ChosenHost extends HostTarget {
  /** `box:/srv/app` names a folder, too. */
  directory?: string;
  why: string;
}

/** The host that `extra` means, or one of several by the strategy of its provider. Throws the registry's errors. */
export async function chooseHost(
  registry: Registry,
  { host, provider, labels = [] }: WorkspaceExtra,
  env: NodeJS.ProcessEnv,
): Promise<ChosenHost> {
  const [, named, directory] = /^(?!ssh:\/\/)(.+?):([/~].*)$/.exec(host ?? '') ?? [];
  const asked = named ?? host;
  const query: HostQuery =
    asked === undefined
      ? { provider, labels, all: provider === undefined && labels.length === 0 }
      : { targets: [asked], provider, labels };
  const leased = await hostLeases(registry, env);
  const usage = usageInFiles({ env });
  const pick =
    asked === undefined
      ? await usage.pick((known) => pickHost(registry, query, { leased, usage: known }))
      : pickHost(registry, query, { leased });
  return { ...hostTarget(registry, pick.target), directory, why: pick.why };
}
