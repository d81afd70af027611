import { randomBytes } from 'node:crypto';

import { bounded } from '../link/bounded.js';
import { linkClosed } from '../link/link-closed.js';
import { AdaptorError } from '../errors.js';
import type { Binding } from './binding.js';
import type { WorkspacesContext } from './context.js';
import { type StoredExtra, storedExtra } from './extra.js';
import { hostTarget } from './host-target.js';
import { OpenWorkspace } from './open-workspace.js';
import { useHost } from './use-host.js';
import { whyOf, workspaceError } from './workspace-error.js';
import type { WorkspaceInfo } from './workspaces.js';

export async function createWorkspace(context: WorkspacesContext, info: WorkspaceInfo): Promise<void> {
  const { bindings, named, failed, notify } = context;
  const extra = storedExtra(info.extra);
  if (!extra) throw notConfigured(info);
  const { target: host } = extra.place;
  let binding = newBinding(info, extra, context.clock.now());
  let open: OpenWorkspace | undefined;
  try {
    await bindings.write(binding);
    const place = hostTarget(await context.registry(), extra.place.target);
    binding = { ...binding, host: place.name };
    open = openWorkspace(context, { binding, extra, place });
    open.agent?.begin();
    open.follow();
    await open.settled();
    await open.serve();
    binding = { ...open.binding, state: 'ready', port: open.gateway?.port };
    await bindings.write(binding);
    open.binding = binding;
    context.closing.throwIfAborted();
    context.opened.set(info.id, open);
  } catch (error) {
    const left = open ? !(await undo(context, open)) : false;
    const failure = workspaceError({
      what: `create the workspace ${info.name} on ${binding.host}`,
      ...{ host, error },
    });
    failed.add(info.id);
    const record: Binding = { ...binding, state: 'failed', reason: whyOf(failure), left: left || undefined };
    await bindings.write(record).catch(() => undefined);
    context.log('error', whyOf(failure));
    throw failure;
  } finally {
    named.delete(info.id);
  }
  if (extra.agent === 'local' && !context.agent)
    notify({
      ...{ level: 'info', title: info.name, workspaceID: info.id },
      message:
        "Nothing here runs a model for this workspace: commands, files and search are the host's, a prompt is refused.",
    });
}

export function openWorkspace(
  context: WorkspacesContext,
  { binding, extra, place }: { binding: Binding; extra?: StoredExtra; place: ReturnType<typeof hostTarget> },
): OpenWorkspace {
  const { startGateway, env, timeouts, clock, log, notify } = context;
  return new OpenWorkspace({
    ...{ binding, place, allow: extra?.permission?.allow ?? [] },
    agent: (extra?.agent ?? place.settings.agent) === 'none' ? undefined : context.agent,
    use: useHost(context, place),
    localDirectory: context.localDirectory(binding.projectID),
    ...{ startGateway, env, timeouts, log, notify, clock },
    onState: (workspace) => {
      tellLost(context, workspace);
    },
  });
}

/** The host's link tells of the network; a lease that is lost, and what a host says no to, concern one workspace. */
function tellLost(context: WorkspacesContext, { id, state, use, binding, gateway }: OpenWorkspace): void {
  if (context.opened.get(id)?.use !== use || use.link.state.name !== 'connected') return;
  if (state.name !== 'lost' && state.name !== 'failed') return;
  const { name, host } = binding;
  const { message } = workspaceError({ what: `go on with ${name}`, host, error: state.error });
  context.log('error', message);
  context.notify({ level: 'error', title: name, message, workspaceID: id });
  gateway?.publish({ type: 'workspace.status', properties: { workspaceID: id, status: 'error' } });
}

function newBinding(info: WorkspaceInfo, extra: StoredExtra, at: number): Binding {
  const { id, projectID, type, name, branch } = info;
  const { target, directory, workspace } = extra.place;
  return {
    ...{ v: 1, id, state: 'creating', projectID, type, name, branch, host: target, target, directory },
    ...{ workspaceID: workspace, extra: info.extra, secret: newSecret(), at },
  };
}

export function newSecret(): string {
  return randomBytes(24).toString('hex');
}

/** False when something may be left on the host. */
async function undo({ clock, timeouts }: WorkspacesContext, open: OpenWorkspace): Promise<boolean> {
  const bound = { clock, ms: timeouts.close, late: () => linkClosed(open.place.name) };
  let clean = true;
  if (open.isRegistered) {
    clean = await bounded(bound, (signal) => open.removeThere(signal)).then(
      () => true,
      () => false,
    );
  }
  await bounded(bound, () => Promise.all([open.close(), open.agent?.remove()])).catch(() => undefined);
  return clean;
}

function notConfigured({ id }: WorkspaceInfo): AdaptorError {
  return new AdaptorError(
    'bad_workspace',
    '',
    `The workspace ${id} cannot be created: its "extra" is not what this plugin has stored.`,
    'Create it anew.',
  );
}
