import { AdaptorError } from '../errors.js';
import { bounded } from '../link/bounded.js';
import type { Binding } from './binding.js';
import type { WorkspacesContext } from './context.js';
import { storedExtra } from './extra.js';
import { hostTarget } from './host-target.js';
import type { OpenWorkspace } from './open-workspace.js';
import { useHost } from './use-host.js';
import { whyOf } from './workspace-error.js';
import type { WorkspaceInfo } from './workspaces.js';

const awayCloseMs = 2_000;

/** Never rejects for what the host does: the row is gone whatever happens. */
export async function removeWorkspace(context: WorkspacesContext, info: WorkspaceInfo): Promise<void> {
  const { bindings, opened, failed, named } = context;
  const open = opened.get(info.id);
  opened.delete(info.id);
  failed.delete(info.id);
  named.delete(info.id);
  const binding = open?.binding ?? (await bindings.read(info.id));
  const place = storedExtra(info.extra)?.place;
  const target = binding?.target ?? place?.target;
  const workspaceID = binding?.workspaceID ?? place?.workspace;
  const mayBeThere = binding ? binding.state !== 'failed' || binding.left === true : place !== undefined;
  let error: unknown;
  if (mayBeThere && target !== undefined && workspaceID !== undefined)
    error = await removeThere(context, { target, workspaceID, open }).then(
      () => undefined,
      (reason: unknown) => reason ?? new Error('it did not answer'),
    );
  await closed(context, open);
  await forgetAgent(context, info.id, open);
  // Other rows of the same workspace have nothing behind them, either.
  const same = (await bindings.list()).filter((other) => other.workspaceID === workspaceID);
  for (const { id } of same) if (id !== info.id && !opened.has(id)) await bindings.remove(id);
  if (error === undefined || !binding) await bindings.remove(info.id);
  else await leave(context, binding, error);
}

/** Its sessions are gone from OpenCode, too. */
async function forgetAgent(
  { agent, env, clock, timeouts, log }: WorkspacesContext,
  id: string,
  open: OpenWorkspace | undefined,
): Promise<void> {
  const bound = { clock, ms: timeouts.close, late: () => new Error('it does not end') };
  await bounded(bound, async () => {
    await (open?.agent ? open.agent.remove() : agent?.forget?.(id, env));
  }).catch((error: unknown) => {
    log(
      'warn',
      `What the agent host of ${id} has left on this machine could not be deleted: ${whyOf(error)}`,
    );
  });
}

async function removeThere(
  context: WorkspacesContext,
  { target, workspaceID, open }: { target: string; workspaceID: string; open: OpenWorkspace | undefined },
): Promise<void> {
  const place = hostTarget(await context.registry(), target);
  const use = useHost(context, place);
  try {
    // First: coming back to the host, which may be under way, makes the stub know the workspace.
    await closed(context, open);
    await bounded(boundOf(context, place.name), async (signal) => {
      const remote = await use.link.connect();
      await remote.stub.removeWorkspace(workspaceID, { signal });
    });
  } finally {
    void use.release();
  }
}

async function closed(context: WorkspacesContext, open: OpenWorkspace | undefined): Promise<void> {
  if (!open) return;
  // Of a host that is away not much is waited for.
  const ms = open.use.link.remote ? context.timeouts.close : awayCloseMs;
  const bound = { ...boundOf(context, open.place.name), ms };
  await bounded(bound, () => open.close()).catch(() => undefined);
}

async function leave(context: WorkspacesContext, binding: Binding, error: unknown): Promise<void> {
  const { name, host } = binding;
  await context.bindings.write({ ...binding, state: 'removed', reason: whyOf(error) });
  const message =
    `The workspace ${name} is removed here; ${host} was not reached (${whyOf(error)}), and keeps its sessions and approvals. ` +
    `They go when OpenCode connects to ${host} the next time; \`orssh uninstall ${host}\` removes all that is there.`;
  context.log('warn', message);
  context.notify({ level: 'warning', title: name, message });
}

function boundOf({ clock, timeouts }: WorkspacesContext, host: string) {
  const ms = timeouts.remove;
  const late = () =>
    new AdaptorError('unreachable', host, `${host} did not answer within ${ms / 1000} s`, 'Try again.');
  return { clock, ms, late };
}
