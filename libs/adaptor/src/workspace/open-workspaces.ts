import { bounded } from '../link/bounded.js';
import { systemClock } from '../link/clock.js';
import { HostLinks } from '../link/host-links.js';
import { linkClosed } from '../link/link-closed.js';
import { Bindings } from './bindings.js';
import { borrow } from './borrow.js';
import { configureWorkspace } from './configure.js';
import type { WorkspacesContext } from './context.js';
import { createWorkspace } from './create.js';
import { type StartGateway, startRealGateway } from './gateway.js';
import { listWorkspaces } from './list.js';
import { removeWorkspace } from './remove.js';
import { statusOf } from './status-of.js';
import { targetOf } from './target.js';
import { toastInside } from './toast-inside.js';
import { Turns } from './turns.js';
import type { Note, Workspaces, WorkspacesOptions, WorkspaceTimeouts } from './workspaces.js';

const defaultTimeouts: WorkspaceTimeouts = {
  quiet: 2_000,
  silence: 25_000,
  answer: 5_000,
  remove: 5_000,
  close: 5_000,
  retry: 30_000,
};

/** Nobody who ends OpenCode should notice. */
const restMs = 300;

/** For tests, another gateway. */
export type OpenWorkspacesOptions = WorkspacesOptions & { startGateway?: StartGateway };

/** One a process. Opens nothing by itself. */
export function openWorkspaces(options: OpenWorkspacesOptions): Workspaces {
  const { env = process.env, log = () => undefined } = options;
  const notify = (note: Note): void => {
    options.notify?.(note);
    toastInside(context.opened, note, options);
  };
  const closing = new AbortController();
  // Whoever needs them gets the error.
  if (options.stubs instanceof Promise) options.stubs.catch(() => undefined);
  const onDamaged = (message: string): void => {
    log('warn', message);
  };
  const context: WorkspacesContext = {
    ...{ registry: options.registry, env, stubs: options.stubs, log, notify },
    sshConfigFile: options.sshConfigFile,
    reaching: options.reaching ?? (() => ({})),
    localDirectory: options.localDirectory ?? (() => undefined),
    timeouts: { ...defaultTimeouts, ...options.timeouts },
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    startGateway: options.startGateway ?? startRealGateway,
    agent: options.agent,
    bindings: new Bindings({ env, onDamaged }),
    links: new HostLinks(),
    enforcement: new WeakMap(),
    ...{ opened: new Map(), named: new Map(), failed: new Set(), triedAt: new Map() },
    closing: closing.signal,
  };
  const turns = new Turns();
  let closed: Promise<void> | undefined;
  return {
    configure: (info) => configureWorkspace(context, info),
    create: (info) => turns.take(info.id, 'create', () => createWorkspace(context, info)),
    async target(info) {
      const url = await turns.take(info.id, 'target', () => targetOf(context, info));
      return { type: 'remote', url };
    },
    remove: (info) => turns.take(info.id, 'remove', () => removeWorkspace(context, info)),
    list: ({ projectID }) => listWorkspaces(context, projectID),
    status: () => [...context.opened.values()].map((open) => statusOf(context, open)),
    async reconnect(id) {
      await context.opened.get(id)?.again();
    },
    borrow: (host, signal) => borrow(context.opened.values(), host, signal),
    rest: () => restAll(context),
    async resume() {
      await Promise.all([...context.opened.values()].map(({ lease }) => lease.resume()));
    },
    close: () => (closed ??= closeAll(context, closing, turns)),
  };
}

async function restAll({ clock, opened }: WorkspacesContext): Promise<void> {
  const bound = { clock, ms: restMs, late: () => linkClosed('the host') };
  const all = () => Promise.all([...opened.values()].map(({ lease }) => lease.rest()));
  await bounded(bound, all).catch(() => undefined);
}

/** What is being made is undone while its host is still connected. */
async function closeAll(context: WorkspacesContext, closing: AbortController, turns: Turns): Promise<void> {
  const { clock, timeouts, opened, links } = context;
  closing.abort(linkClosed('the host'));
  const open = [...opened.values()];
  opened.clear();
  const bound = { clock, ms: timeouts.close, late: () => linkClosed('the host') };
  const all = () =>
    Promise.all([...open.map((each) => each.close()), turns.finished(), links.close({ unconnected: true })]);
  await bounded(bound, all).catch(() => undefined);
  await bounded(bound, () => links.close()).catch(() => undefined);
}
