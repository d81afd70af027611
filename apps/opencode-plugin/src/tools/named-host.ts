import type { RegistryHost } from '@orssh/registry';

import type { Instance } from '../instance.js';

/** A host as it is named in questions and answers, and what is configured for it. */
export interface NamedHost {
  /** The registry's name; what was typed where it has none. */
  readonly name: string;
  readonly target: string;
  readonly host: RegistryHost | undefined;
}

/** Finds what a model or a person calls a host. Contacts nothing; rejects with a `RegistryError`. */
export async function findNamedHost(
  instance: Pick<Instance, 'registry'>,
  target: string,
): Promise<NamedHost> {
  const { resolveTarget } = await import('@orssh/registry');
  const host = resolveTarget(await instance.registry(), target);
  return { name: host?.name ?? target, target, host };
}
