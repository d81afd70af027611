import { AdaptorError } from '../errors.js';
import { bounded } from '../link/bounded.js';
import { linkClosed } from '../link/link-closed.js';
import type { Binding } from './binding.js';
import type { WorkspacesContext } from './context.js';
import { newSecret, openWorkspace } from './create.js';
import { storedExtra } from './extra.js';
import { hostTarget } from './host-target.js';
import type { OpenWorkspace } from './open-workspace.js';
import { tryOnDemand } from './try-on-demand.js';
import { whyOf, workspaceError } from './workspace-error.js';
import type { WorkspaceInfo } from './workspaces.js';

/** For a host whose folder is not known yet, `target` waits this long. */
const firstAnswerMs = 15_000;
/** Nothing takes longer to make. */
const creatingMs = 300_000;

/** The URL of a workspace that is open, or that is brought back. */
export async function targetOf(context: WorkspacesContext, info: WorkspaceInfo): Promise<string> {
  const open = context.opened.get(info.id);
  if (open?.gateway) {
    tryOnDemand(context, open);
    return open.gateway.url;
  }
  if (context.failed.has(info.id)) throw nothingBehind(info);
  const binding = (await context.bindings.read(info.id)) ?? (await fromExtra(context, info));
  if (!binding) throw said(context, info, 'nothing on this machine knows it');
  // Another process may be making it.
  const isYoung = binding.state === 'creating' && context.clock.now() - binding.at < creatingMs;
  if (isYoung) throw nothingBehind(info, 'it is being made, or its creation was interrupted');
  if (binding.state !== 'ready') throw said(context, info, whyNot(binding));
  try {
    return await restore(context, binding);
  } catch (error) {
    const failure = workspaceError({
      what: `bring the workspace ${binding.name} back`,
      ...{ host: binding.host, error },
    });
    context.log('error', whyOf(failure));
    throw failure;
  }
}

async function restore(context: WorkspacesContext, binding: Binding): Promise<string> {
  const place = hostTarget(await context.registry(), binding.target);
  const open = openWorkspace(context, { binding, extra: storedExtra(binding.extra), place });
  try {
    if (!binding.directory.startsWith('/')) await firstAnswer(context, open);
    const url = await open.serve();
    context.closing.throwIfAborted();
    context.opened.set(binding.id, open);
    open.follow();
    open.use.link.connect().catch(() => undefined);
    await context.bindings.write({ ...open.binding, port: binding.port ?? open.gateway?.port });
    return url;
  } catch (error) {
    context.opened.delete(binding.id);
    await open.close();
    throw error;
  }
}

async function firstAnswer({ clock }: WorkspacesContext, open: OpenWorkspace): Promise<void> {
  open.follow();
  const { name } = open.place;
  await bounded({ clock, ms: firstAnswerMs, late: () => linkClosed(name) }, () => open.settled());
}

/** Of a row whose record this machine has lost, or never had. */
async function fromExtra(context: WorkspacesContext, info: WorkspaceInfo): Promise<Binding | undefined> {
  const extra = storedExtra(info.extra);
  if (!extra) return undefined;
  const { id, projectID, type, name, branch } = info;
  const { target, directory, workspace } = extra.place;
  const same = (await context.bindings.list()).find((other) => other.workspaceID === workspace);
  return {
    ...{ v: 1, id, state: 'ready', projectID, type, name, branch, host: same?.host ?? target, target },
    ...{ workspaceID: workspace, directory: same?.directory ?? directory, extra: info.extra },
    ...{ secret: newSecret(), at: context.clock.now() },
  };
}

function whyNot({ state, reason }: Binding): string {
  if (state === 'creating') return 'its creation was interrupted';
  if (state === 'removed') return 'it was removed';
  return reason ?? 'its creation failed';
}

/** The first time it is said in the log; afterwards it is known. */
function said(context: WorkspacesContext, info: WorkspaceInfo, why: string): Error {
  context.failed.add(info.id);
  const error = nothingBehind(info, why);
  context.log('warn', error.message);
  return error;
}

/** OpenCode logs the message twice for each request: why is said once. */
function nothingBehind({ id, name }: WorkspaceInfo, why?: string): AdaptorError {
  return new AdaptorError(
    'unknown_workspace',
    '',
    `There is nothing behind the workspace ${name} (${id})${why === undefined ? '.' : `: ${why}`}`,
    'Remove it.',
  );
}
