import type { OpenWorkspaceOptions } from './open-workspace-options.js';
import { plain } from './plain.js';

const told = new WeakSet<object>();

/** Says once why the commands of a workspace are not held, where others on its host are. */
export function tellAdvisory(
  workspace: Pick<OpenWorkspaceOptions, 'binding' | 'place' | 'notify'>,
  why: string | undefined,
): void {
  const { binding, place, notify } = workspace;
  if (why === undefined || place.settings.enforcement === 'off' || told.has(workspace)) return;
  told.add(workspace);
  notify({
    level: 'warning',
    title: place.name,
    message: `Commands of ${plain(binding.name, 80)} are not held to what you approve: ${plain(why, 300)}. A workspace in a folder of the home is held.`,
    workspaceID: binding.id,
  });
}
