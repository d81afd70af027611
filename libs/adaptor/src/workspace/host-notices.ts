import type { HostLink } from '../link/host-link.js';
import type { LinkState } from '../link/link-state.js';
import type { WorkspacesContext } from './context.js';
import type { OpenWorkspace } from './open-workspace.js';
import { plain } from './plain.js';
import { remedyOf, whyOf } from './workspace-error.js';

/** A connection that comes and goes is told of once in this time. */
const betweenLossesMs = 60_000;

/** Tells people and OpenCode how one host does: nothing of what is over before it is noticed, and once for all its workspaces. */
export class HostNotices {
  private wasConnected = false;
  private lostAt: number | undefined;
  private toldAt = -Infinity;
  private told = false;
  private toldOfUpgrade = false;
  private toldOfLevel = false;
  private published: 'connected' | 'connecting' | 'disconnected' | 'error' = 'connected';
  private stopQuiet: (() => void) | undefined;

  constructor(
    private readonly context: Pick<WorkspacesContext, 'clock' | 'timeouts' | 'notify' | 'log' | 'opened'>,
    private readonly host: string,
    private readonly link: Pick<HostLink, 'state' | 'remote'>,
  ) {}

  hear(state: LinkState): void {
    switch (state.name) {
      case 'connected':
        this.back();
        return;
      case 'reconnecting':
        this.away(state.error);
        return;
      case 'failed':
        this.gone(state.error);
        return;
      case 'closed':
        this.stopQuiet?.();
        return;
      default:
    }
  }

  /** Says once that commands are not held there. */
  held(
    { enforcement, enforcementWhy = '' }: { enforcement: string; enforcementWhy?: string },
    wanted: 'required' | 'best-effort' | 'off',
  ): void {
    const isHeld = /^kernel\b/.test(enforcement);
    if (this.toldOfLevel || (isHeld && wanted !== 'off')) return;
    this.toldOfLevel = true;
    const why = isHeld ? 'the configuration says "enforcement": "off"' : plain(enforcementWhy, 200);
    this.context.notify({
      ...{ level: 'warning', title: this.host },
      message: `Commands on ${this.host} are not held to what you approve${why === '' ? '' : `: ${why}`}.`,
      ...this.about(),
    });
  }

  private back(): void {
    const { clock, notify, log } = this.context;
    this.stopQuiet?.();
    this.stopQuiet = undefined;
    this.publish('connected');
    const upgradeWaits = this.link.remote?.running.ready.upgradeWaiting ?? false;
    if (this.lostAt !== undefined) log('info', `${this.host} is back.`);
    if (this.told && this.lostAt !== undefined) {
      const seconds = Math.round((clock.now() - this.lostAt) / 1000);
      const after = seconds > 0 ? ` after ${seconds} s` : '';
      notify({
        ...{ level: 'success', title: this.host, message: `${this.host} is back${after}.` },
        ...this.about(),
      });
    }
    if (upgradeWaits && !this.toldOfUpgrade) {
      const message = `A newer stub waits for ${this.host}: it is put there when no command runs any more.`;
      log('info', message);
      notify({ ...{ level: 'info', title: this.host, message }, ...this.about() });
    }
    this.toldOfUpgrade = upgradeWaits;
    this.wasConnected = true;
    this.lostAt = undefined;
    this.told = false;
  }

  private away(error: Error): void {
    const { clock, timeouts, log } = this.context;
    log(this.lostAt === undefined ? 'warn' : 'debug', whyOf(error));
    this.lostAt ??= clock.now();
    if (this.stopQuiet === undefined) {
      this.stopQuiet = clock.after(timeouts.quiet, () => {
        this.tellAway();
      });
    } else if (this.published === 'disconnected') this.publish('connecting');
  }

  private tellAway(): void {
    const { clock, notify } = this.context;
    const { state } = this.link;
    if (state.name !== 'reconnecting' || this.workspaces().length === 0) return;
    this.publish('disconnected');
    if (clock.now() - this.toldAt < betweenLossesMs) return;
    this.toldAt = clock.now();
    this.told = true;
    const what = this.wasConnected ? `Lost ${this.host}` : `${this.host} is not there yet`;
    const message = `${what}: ${whyOf(state.error)} Trying again; what runs there goes on.`;
    notify({ ...{ level: 'warning', title: this.host, message }, ...this.about() });
  }

  /** A host that a workspace is being made on is told of by the error of that. */
  private gone(error: Error): void {
    const { notify, log } = this.context;
    this.stopQuiet?.();
    this.stopQuiet = undefined;
    log('error', `${this.host}: ${whyOf(error)}`);
    if (this.workspaces().length === 0) return;
    this.publish('error');
    const message = `${whyOf(error)} ${remedyOf(error, this.host)}`;
    notify({ ...{ level: 'error', title: this.host, message }, ...this.about() });
  }

  private publish(status: typeof this.published): void {
    if (this.published === status) return;
    this.published = status;
    for (const { id, gateway } of this.workspaces())
      gateway?.publish({ type: 'workspace.status', properties: { workspaceID: id, status } });
  }

  private workspaces(): OpenWorkspace[] {
    return [...this.context.opened.values()].filter(({ use }) => use.link === this.link);
  }

  private about(): { workspaceID?: string } {
    const [one, ...others] = this.workspaces();
    return one && others.length === 0 ? { workspaceID: one.id } : {};
  }
}
