import type { Binding } from './binding.js';
import { Bindings } from './bindings.js';

export interface ForgetWorkspaces {
  env: NodeJS.ProcessEnv;
  /** Whether a host is still to be had. */
  isKnown: (target: string) => boolean;
  /** Of the workspace: since it was made. */
  olderThanMs: number;
  /** Only says what would be forgotten. */
  dryRun?: boolean;
}

export interface ForgottenWorkspace {
  name: string;
  host: string;
  why: 'failed' | 'host_gone';
}

/**
 * Forgets of this machine's workspaces those that could not be made, and those that were removed while their host was away and whose
 * host will not come back. What is in use stays.
 */
export async function forgetWorkspaces({
  env,
  isKnown,
  olderThanMs,
  dryRun = false,
}: ForgetWorkspaces): Promise<ForgottenWorkspace[]> {
  const bindings = new Bindings({ env, onDamaged: () => undefined });
  const why = ({ state, target }: Binding): ForgottenWorkspace['why'] | undefined => {
    if (state === 'failed') return 'failed';
    return state === 'removed' && !isKnown(target) ? 'host_gone' : undefined;
  };
  const forgotten: ForgottenWorkspace[] = [];
  for (const binding of await bindings.list()) {
    const reason = why(binding);
    if (reason === undefined || Date.now() - binding.at <= olderThanMs) continue;
    if (!dryRun) await bindings.remove(binding.id);
    forgotten.push({ name: binding.name, host: binding.host, why: reason });
  }
  return forgotten;
}
