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
 * Holds the answer for as long as its client stays: when that goes, in whatever way, the command ends on the host, and all that it
 * started. One that has ended by itself is left alone.
 */
export function holdCommand(
  id: string,
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
    void endCommand(id, link);
  };
  if (gone.aborted) onGone();
  else gone.addEventListener('abort', onGone, { once: true });
}

async function endCommand(id: string, link: HostLink): Promise<void> {
  const within = AbortSignal.timeout(endWithinMs);
  while (!within.aborted) {
    const stay = link.current ?? (await link.next(within));
    if (!stay) return;
    try {
      await stay.stub.kill(id, { graceMs, signal: AbortSignal.any([within, stay.lost]) });
      return;
    } catch (error) {
      // It is known there no more.
      if (error instanceof StubError) return;
      await pause(250, within);
    }
  }
}
