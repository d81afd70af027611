import { existsSync } from 'node:fs';
import { cwd } from 'node:process';

import type { Instance } from './instance.js';
import { isSamePlace } from './is-same-place.js';
import type { WorkspacesOfProcess } from './workspaces-of-process.js';

/**
 * Names of the workspaces whose directory on the host has the path of this instance's folder, where nobody opened that on this
 * machine: OpenCode 1.18.33 does so by itself after `/new` in a workspace, be there such a folder or not. None for the folder in which
 * OpenCode was started, and for one that is there and was opened before the workspace was.
 */
export async function foldersOfHosts(instance: Instance, workspaces: WorkspacesOfProcess): Promise<string[]> {
  const { directory } = instance;
  const statuses = await workspaces.ifOpened(instance, (all) => Promise.resolve(all.status()));
  const names = new Set<string>();
  for (const one of statuses ?? []) if (await isSamePlace(one.directory, directory)) names.add(one.name);
  if (names.size === 0 || (await isSamePlace(directory, cwd()))) return [];
  return existsSync(directory) && workspaces.openedBefore(directory) ? [] : [...names];
}
