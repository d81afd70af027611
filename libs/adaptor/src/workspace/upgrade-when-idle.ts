import { bounded } from '../link/bounded.js';
import type { HostLink } from '../link/host-link.js';
import { linkClosed } from '../link/link-closed.js';
import type { RemoteHost } from '../open-host.js';
import type { WorkspacesContext } from './context.js';

/** The answer to the command that was the last one is let through first. */
const settleMs = 1_000;
const answerMs = 5_000;
/** Where somebody else keeps the stub busy, it is not tried again sooner. */
const betweenTriesMs = 300_000;

/**
 * Follows a stub that a newer one waits for, and makes the connection anew when a session has fallen idle and no command runs: that
 * is when the bootstrap can replace it. Nothing is asked of the host otherwise. Resolves when there is nothing more to do.
 */
export async function upgradeWhenIdle(
  context: Pick<WorkspacesContext, 'clock' | 'log' | 'triedAt'>,
  link: HostLink,
  { stub, running }: RemoteHost,
): Promise<void> {
  const { clock, log, triedAt } = context;
  const { host } = link;
  const isHere = (): boolean => link.remote?.stub === stub;
  const ended = new AbortController();
  const stop = link.onState(() => {
    if (!isHere()) ended.abort(linkClosed(host));
  });
  try {
    for await (const { data } of stub.events({ signal: ended.signal })) {
      if (!fellIdle(data) || clock.now() - (triedAt.get(link.host) ?? -Infinity) < betweenTriesMs) continue;
      await new Promise<void>((resolve) => clock.after(settleMs, resolve));
      const bound = { clock, ms: answerMs, late: () => linkClosed(host), signal: ended.signal };
      const commands = await bounded(bound, (signal) => stub.commands({ signal }));
      if (commands.some(({ state }) => state === 'running' || state === 'waiting') || !isHere()) continue;
      triedAt.set(link.host, clock.now());
      log('info', `${host} is idle: its stub (${running.ready.version}) is replaced.`);
      await link.renew(linkClosed(host));
      return;
    }
  } catch {
    // The link notices what the network does.
  } finally {
    stop();
    ended.abort(linkClosed(host));
  }
}

function fellIdle(data: unknown): boolean {
  return (data as { payload?: { type?: unknown } } | null)?.payload?.type === 'session.idle';
}
