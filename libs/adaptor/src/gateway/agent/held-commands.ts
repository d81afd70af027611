import { StubError } from '../../stub-error.js';
import type { HostLink } from '../host-link.js';
import type { HttpAnswer } from '../http/http-answer.js';
import type { HttpRequest } from '../http/http-request.js';
import { pause } from '../pause.js';

const beatMs = 30_000;
const graceMs = 3000;
/** A host that is away may come back to what is to be ended on it. */
const endWithinMs = 10 * 60_000;

/** What somebody's stay keeps from being ended. */
export class HeldCommands {
  private readonly held = new Set<() => void>();
  private readonly ending = new Set<Promise<void>>();

  constructor(private readonly link: HostLink) {}

  /**
   * Holds the answer for as long as its client stays: when that goes, in whatever way, what was asked for with the key ends on the
   * host, and all that it started, also where it is on its way there. What has ended by itself is left alone.
   */
  hold(key: string, { gone }: Pick<HttpRequest, 'gone'>, answer: HttpAnswer): void {
    answer.start(200, { 'content-type': 'text/plain' });
    const beat = (): void => {
      answer.write('\n');
    };
    beat();
    const timer = setInterval(beat, beatMs);
    timer.unref();
    const letGo = (): void => {
      if (!this.held.delete(letGo)) return;
      clearInterval(timer);
      answer.cut();
      const ending = endCommand(key, this.link).finally(() => this.ending.delete(ending));
      this.ending.add(ending);
    };
    this.held.add(letGo);
    if (gone.aborted) letGo();
    else gone.addEventListener('abort', letGo, { once: true });
  }

  /** Ends all of it; waits for a host that is there, as long as `ms`. */
  async close(ms: number): Promise<void> {
    for (const letGo of this.held) letGo();
    if (this.ending.size === 0 || !this.link.current) return;
    const ended = new AbortController();
    void Promise.all(this.ending).then(() => {
      ended.abort();
    });
    await pause(ms, ended.signal);
  }
}

async function endCommand(key: string, link: HostLink): Promise<void> {
  const within = AbortSignal.timeout(endWithinMs);
  while (!within.aborted) {
    const stay = link.current ?? (await link.next(within));
    if (!stay) return;
    try {
      await stay.stub.killKey(key, { graceMs, signal: AbortSignal.any([within, stay.lost]) });
      return;
    } catch (error) {
      // Asked again, it would say the same.
      if (error instanceof StubError) return;
      await pause(250, within);
    }
  }
}
