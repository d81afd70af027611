import type { StubWorkspace } from '@orssh/protocol';

import { bounded } from '../link/bounded.js';
import { linkClosed } from '../link/link-closed.js';
import type { HostLink } from '../link/host-link.js';
import type { Binding } from './binding.js';
import { idPattern } from './binding.js';
import type { WorkspacesContext } from './context.js';
import { plain } from './plain.js';
import { workspaceType } from './workspace-type.js';
import type { WorkspaceInfo } from './workspaces.js';

/** A stub that is slow is left out. */
const answerMs = 3_000;

/** OpenCode makes a row with an id of its own for each name that it does not know: `extra` leads back to what is meant. */
export async function listWorkspaces(
  context: WorkspacesContext,
  projectID: string | undefined,
): Promise<WorkspaceInfo[]> {
  if (projectID === undefined) return [];
  const all = await context.bindings.list();
  const here = all.filter((binding) => binding.state === 'ready' && binding.projectID === projectID);
  const listed = new Map<string, WorkspaceInfo>();
  for (const binding of here)
    if (!listed.has(binding.workspaceID)) listed.set(binding.workspaceID, known(binding));
  const names = new Set([...listed.values()].map(({ name }) => name));
  const mine = new Set(all.map(({ workspaceID }) => workspaceID));
  const there = await Promise.all(
    context.links.entries().map(([target, link]) => onStub(context, target, link)),
  );
  for (const { target, host, workspace } of there.flat()) {
    const { id, type } = workspace;
    if (workspace.projectID !== projectID || type !== workspaceType || mine.has(id)) continue;
    if (!idPattern.test(id) || !workspace.directory.startsWith('/')) continue;
    const info = foreign({ target, host, workspace, names });
    names.add(info.name);
    listed.set(id, info);
  }
  return [...listed.values()];
}

function known({
  id,
  type,
  name,
  branch,
  directory,
  extra,
  projectID,
  target,
  workspaceID,
}: Binding): WorkspaceInfo {
  const place = { target, directory, workspace: workspaceID };
  return {
    ...{ id, type, name, branch, projectID, extra: { ...(extra as object), place } },
    directory: directory.startsWith('/') ? directory : null,
  };
}

interface OnStub {
  target: string;
  host: string;
  workspace: StubWorkspace;
}

async function onStub({ clock }: WorkspacesContext, target: string, link: HostLink): Promise<OnStub[]> {
  const { remote, host } = link;
  if (!remote) return [];
  const bound = { clock, ms: answerMs, late: () => linkClosed(host) };
  const workspaces = await bounded(bound, (signal) => remote.stub.workspaces({ signal })).catch(() => []);
  return workspaces.map((workspace) => ({ target, host, workspace }));
}

/** The name has to be the same each time, or OpenCode would make another row. */
function foreign({ target, host, workspace, names }: OnStub & { names: ReadonlySet<string> }): WorkspaceInfo {
  const { id, type, directory, projectID } = workspace;
  const name = plain(workspace.name, 100);
  return {
    ...{ id, type, branch: null, directory, projectID },
    name: names.has(name) ? `${name} (${id.slice(-4)})` : name,
    extra: { host, place: { target, directory, workspace: id } },
  };
}
