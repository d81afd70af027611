import { StubError } from '../../stub-error.js';
import type { HostLink } from '../host-link.js';
import type { HttpAnswer } from '../http/http-answer.js';
import type { HttpRequest } from '../http/http-request.js';
import { pause } from '../pause.js';

const beatMs = 30_000;
const graceMs = 3000;
/** A host that is away may come back to what is to be ended on it. */
const endWithinMs = 10 * 60_000;

/**
 * Holds the answer for as long as its client stays: when that goes, in whatever way, what was asked for with the key ends on the
 * host, and all that it started, also where it is on its way there. What has ended by itself is left alone.
 */
export function holdCommand(
  key: string,
  { gone }: Pick<HttpRequest, 'gone'>,
  answer: HttpAnswer,
  link: HostLink,
): void {
  answer.start(200, { 'content-type': 'text/plain' });
  const beat = (): void => {
    answer.write('\n');
  };
  beat();
  const timer = setInterval(beat, beatMs);
  timer.unref();
  const onGone = (): void => {
    clearInterval(timer);
    answer.cut();
    void endCommand(key, link);
  };
  if (gone.aborted) onGone();
  else gone.addEventListener('abort', onGone, { once: true });
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
