import type { RemoteHost } from '../open-host.js';
import type { WorkspacesContext } from './context.js';
import { whyOf } from './workspace-error.js';

/** Removes from a host that was just reached what could not be removed while it was away. */
export async function removeLeftovers(
  { bindings, log }: Pick<WorkspacesContext, 'bindings' | 'log'>,
  target: string,
  { stub }: Pick<RemoteHost, 'stub'>,
): Promise<void> {
  const left = (await bindings.list()).filter(
    (binding) => binding.target === target && (binding.state === 'removed' || binding.left === true),
  );
  for (const binding of left) {
    try {
      await stub.removeWorkspace(binding.workspaceID);
      log('info', `The workspace ${binding.name} is gone from ${binding.host} now.`);
      if (binding.state === 'removed') await bindings.remove(binding.id);
      else await bindings.write({ ...binding, left: undefined });
    } catch (error) {
      log('warn', `The workspace ${binding.name} is still on ${binding.host}: ${whyOf(error)}`);
    }
  }
}
