import type { WorkspacesContext } from './context.js';
import { chooseHost } from './choose-host.js';
import { chooseName } from './choose-name.js';
import type { StoredExtra } from './extra.js';
import { parseExtra } from './parse-extra.js';
import { workspaceError } from './workspace-error.js';
import { workspaceType } from './workspace-type.js';
import type { WorkspaceInfo } from './workspaces.js';

/** Of the names that are given out and not written down, no more are kept. */
const mostNamed = 256;

export async function configureWorkspace(
  context: WorkspacesContext,
  info: WorkspaceInfo,
): Promise<WorkspaceInfo> {
  const extra = parseExtra(info.extra);
  const asked = extra.host ?? extra.provider ?? extra.labels?.join(', ') ?? '';
  const host = await context
    .registry()
    .then((registry) => chooseHost(registry, extra, context.env))
    .catch((error: unknown) => {
      throw workspaceError({ what: 'choose a host for the workspace', host: asked, error });
    });
  context.log('debug', `${host.name} ${host.why}`);
  const chosen = extra.directory ?? host.directory;
  const directory = chosen ?? host.settings.directory ?? '~';
  const name = await nameFor(context, info, { host: host.name, directory: chosen });
  const place = { target: host.target, directory, workspace: info.id };
  const stored: StoredExtra = { ...extra, place };
  return {
    ...{ id: info.id, projectID: info.projectID, type: workspaceType, name, extra: stored },
    branch: info.branch ?? null,
    directory: directory.startsWith('/') ? directory : null,
  };
}

async function nameFor(
  { bindings, named }: WorkspacesContext,
  { id, projectID }: WorkspaceInfo,
  { host, directory }: { host: string; directory: string | undefined },
): Promise<string> {
  const written = (await bindings.list()).filter(
    (binding) =>
      binding.projectID === projectID && (binding.state === 'ready' || binding.state === 'creating'),
  );
  // Several are made at once: from here on nothing is waited for.
  const given = [...named].filter(([other, entry]) => other !== id && entry.projectID === projectID);
  const taken = new Set([...written.map(({ name }) => name), ...given.map(([, { name }]) => name)]);
  const name = chooseName(host, directory, taken);
  named.set(id, { projectID, name });
  const [oldest] = named.keys();
  if (named.size > mostNamed && oldest !== undefined) named.delete(oldest);
  return name;
}
