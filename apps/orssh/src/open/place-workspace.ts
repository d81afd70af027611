import { randomBytes } from 'node:crypto';

import type { WorkspaceInfo, Workspaces } from '@orssh/adaptor/workspace';

import type { Place } from './parse-place.js';

/** Workspaces that `orssh` opens are no OpenCode project's, so that none of them shows up in one. */
const projectID = 'orssh';

export interface PlaceWorkspace {
  workspaces: Workspaces;
  type: string;
  place: Place;
  /** Runs work while no other process of this machine does so under that name. */
  alone: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

/**
 * The workspace of a place, connected: the one of last time, with its sessions, or a new one. Resolves with its id; rejects with why
 * the host cannot be worked on.
 */
export async function placeWorkspace({ workspaces, type, place, alone }: PlaceWorkspace): Promise<string> {
  const id = `wrk_${randomBytes(13).toString('hex')}`;
  const info = { id, type, name: '', branch: null, directory: null, projectID };
  const wish = (directory: string | undefined) =>
    workspaces.configure({ ...info, extra: { host: place.target, directory } });
  const { target, directory } = whereOf(await wish(place.directory));
  // Of two processes that open a new place at once one makes it, and the other finds it.
  const before = await alone(`${target} ${directory}`, async () => {
    const known = await workspaces.list({ projectID });
    const there = known.filter((one) => whereOf(one).target === target);
    const found = there.find((one) => whereOf(one).directory === directory || writtenIn(one) === directory);
    if (found) return found;
    // Written down as it was meant, `~` or a path below it, so that it is found by that as well.
    const wanted = await wish(directory);
    try {
      await workspaces.create(wanted);
    } catch (error) {
      // No row of OpenCode's refers to it: nobody has to be told later what became of it.
      await workspaces.remove(wanted);
      throw error;
    }
    const made = workspaces.status().find((one) => one.id === id);
    const same = there.find((one) => whereOf(one).directory === made?.directory);
    if (same) await workspaces.remove(wanted);
    return same;
  });
  return before ? bringBack(workspaces, before) : id;
}

async function bringBack(workspaces: Workspaces, info: WorkspaceInfo): Promise<string> {
  const { url } = await workspaces.target(info);
  wake(url);
  await workspaces.reconnect(info.id);
  return info.id;
}

/** What runs its model starts with the first request, and can do so while the host is being connected to. */
function wake(url: string): void {
  fetch(`${url}/config`).then(
    (answer) => answer.body?.cancel(),
    () => undefined,
  );
}

/** What `configure` chose. */
function whereOf({ extra }: WorkspaceInfo): { target: string; directory: string } {
  return (extra as { place: { target: string; directory: string } }).place;
}

function writtenIn({ extra }: WorkspaceInfo): string | undefined {
  return (extra as { directory?: string }).directory;
}
