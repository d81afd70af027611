import { usageInFiles } from '@orssh/registry';

import type { LinkUse } from '../link/host-links.js';
import type { HostLink } from '../link/host-link.js';
import type { RemoteHost } from '../open-host.js';
import { openHost } from '../open-host.js';
import type { WorkspacesContext } from './context.js';
import { HostNotices } from './host-notices.js';
import type { HostTarget } from './host-target.js';
import { removeLeftovers } from './remove-leftovers.js';
import { upgradeWhenIdle } from './upgrade-when-idle.js';
import { whyOf } from './workspace-error.js';

/** The link to a host, which all its workspaces share. */
export function useHost(context: WorkspacesContext, place: HostTarget): LinkUse {
  const { links, timeouts, clock, random } = context;
  const isNew = links.get(place.target) === undefined;
  const use = links.use(place.target, () => ({
    host: place.name,
    open: (signal) => open(context, place, signal),
    ...{ silenceMs: timeouts.silence, answerMs: timeouts.answer, clock, random },
  }));
  if (isNew) supervise(context, place, use.link);
  return use;
}

function supervise(context: WorkspacesContext, place: HostTarget, link: HostLink): void {
  const notices = new HostNotices(context, place.name, link);
  link.onState((state) => {
    notices.hear(state);
    const { remote } = link;
    if (state.name !== 'connected' || !remote) return;
    void removeLeftovers(context, place.target, remote);
    remote.stub.health().then(
      ({ stub }) => {
        context.enforcement.set(remote, stub.enforcement);
        notices.held(stub, place.settings.enforcement);
      },
      () => undefined,
    );
    if (remote.running.ready.upgradeWaiting) void upgradeWhenIdle(context, link, remote);
  });
}

async function open(context: WorkspacesContext, place: HostTarget, signal: AbortSignal): Promise<RemoteHost> {
  const { env, stubs, sshConfigFile, log } = context;
  const { settings, host } = place;
  const reaching = context.reaching();
  try {
    const remote = await openHost(place.name, {
      ssh: host?.ssh,
      ...{ env, signal, stubs: await stubs, configFile: sshConfigFile },
      ...{ prompter: reaching.prompter, identityFile: reaching.identityFile },
      installRoot: reaching.installRoot ?? settings.installRoot,
      idleTimeout: settings.idleTimeout,
      terms: settings,
      timeoutMs: reaching.timeoutMs ?? settings.tunnel.connectTimeoutMs,
      answerTimeoutMs: settings.tunnel.healthTimeoutMs,
      onProgress: (event) => {
        if (event.step === 'notice') log('warn', event.message);
        reaching.onProgress?.(event);
      },
    });
    await remember(context, place);
    return remote;
  } catch (error) {
    if (!signal.aborted) await remember(context, place, whyOf(error));
    throw error;
  }
}

/** For the strategies that choose a host. That it cannot be remembered stops nothing. */
async function remember({ env }: WorkspacesContext, { host }: HostTarget, failure?: string): Promise<void> {
  if (!host) return;
  const usage = usageInFiles({ env });
  await (failure === undefined ? usage.used(host.id) : usage.failed(host.id, failure)).catch(() => undefined);
}
