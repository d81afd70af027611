import type { Remote } from '../remote/index.js';
import type { HostPlace } from './system-prompt.js';

/** What is known of a workspace's host; it is asked once, and never waited for long. */
export class HostPlaceOf {
  #asking: Promise<void> | undefined;
  #known: Pick<HostPlace, 'facts' | 'git'> = {};

  constructor(
    private readonly remote: Pick<Remote, 'host' | 'workspace' | 'facts' | 'files'>,
    /** While the host is away, a prompt does with what is known. */
    private readonly patienceMs = 3_000,
  ) {}

  async look(): Promise<HostPlace> {
    const { host, workspace } = this.remote;
    if (!this.#known.facts) {
      const waiting = AbortSignal.timeout(this.patienceMs);
      this.#asking ??= this.#ask(waiting).finally(() => {
        this.#asking = undefined;
      });
      await this.#asking;
    }
    return { host, directory: workspace.directory, ...this.#known };
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { facts, files, workspace } = this.remote;
    try {
      const [known, { type }] = await Promise.all([
        facts({ signal }),
        files.stat(`${workspace.directory}/.git`, { signal }),
      ]);
      this.#known = { facts: known, git: type !== 'none' };
    } catch {
      // Asked again with the next prompt.
    }
  }
}
