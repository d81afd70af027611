import type { Instance } from './instance.js';
import type { WorkspacesOfProcess } from './workspaces-of-process.js';

/** One of OpenCode's events. */
export interface OpencodeEvent {
  type: string;
  properties: Record<string, unknown>;
}

/**
 * Says that a session works on this machine when it begins while there is a host that a person may mean: after `/new` OpenCode 1.18.33
 * opens the folder of this machine that has the path of the host's directory, be there one or not, and looks as it did before. Never
 * rejects.
 */
export async function tellSessionHere(
  { type, properties }: OpencodeEvent,
  { instance, workspaces }: { instance: Instance; workspaces: WorkspacesOfProcess },
): Promise<void> {
  const { info } = properties as { info?: { workspaceID?: string; parentID?: string } };
  if (type !== 'session.created' || !info || info.workspaceID || info.parentID) return;
  const names = await connectedNames(instance, workspaces).catch(() => []);
  if (names.length === 0) return;
  instance.toast({
    level: 'warning',
    message: `This session works on this machine, not on ${names.join(' or ')}: /warp moves it.`,
  });
}

/** Names of the workspaces, with a host that is there, that are of this project or have their directory under this one's path. */
async function connectedNames(instance: Instance, workspaces: WorkspacesOfProcess): Promise<string[]> {
  const statuses = await workspaces.ifOpened(instance, (all) => Promise.resolve(all.status()));
  const connected = statuses?.filter(({ state }) => state === 'connected') ?? [];
  if (connected.length === 0) return [];
  const ofProject = new Set((await instance.api.workspaces()).map(({ id }) => id));
  const isMeant = ({ id, directory }: { id: string; directory: string }): boolean =>
    ofProject.has(id) || directory === instance.directory;
  return connected.filter(isMeant).map(({ name }) => name);
}
