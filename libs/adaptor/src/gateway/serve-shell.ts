import { answerError, answerJson } from './answer-error.js';
import { isRecord } from './durable-event.js';
import { answerFailure, type Forward, forward } from './forward.js';
import type { EventRelay } from './event-relay.js';
import type { HostLink } from './host-link.js';
import type { HttpAnswer } from './http/http-answer.js';
import type { HttpRequest } from './http/http-request.js';
import { pause } from './pause.js';
import { ShellWatch } from './shell-watch.js';

/** For the events of a command that had begun, once the stream is there again. */
const beginMs = 5000;

export interface ServeShell extends Omit<Forward, 'onFail'> {
  host: string;
  session: string;
  link: HostLink;
  relay: EventRelay;
  patienceMs: number;
}

/**
 * `POST /session/{id}/shell`. A command outlives the connection that it was asked for on, and is never asked for again: when that
 * breaks, the answer is made of the session's events, as soon as they tell of its end.
 */
export function serveShell(
  request: HttpRequest,
  body: Buffer,
  answer: HttpAnswer,
  options: ServeShell,
): void {
  const { session, relay } = options;
  const watch = new ShellWatch(session, commandOf(body));
  const unwatch = relay.watch((event) => {
    watch.see(event);
  });
  const onFail = (error: Error): void => {
    answerLater(request, answer, watch, error, options)
      .finally(unwatch)
      .catch(() => {
        answer.cut();
      });
  };
  forward(request, answer, { ...options, onFail, onEnd: unwatch });
}

async function answerLater(
  { gone }: HttpRequest,
  answer: HttpAnswer,
  watch: ShellWatch,
  error: Error,
  { host, link, relay, patienceMs }: ServeShell,
): Promise<void> {
  const wake = AbortSignal.any([gone, watch.ended]);
  for (let awayMs = 0, backMs = 0; !watch.ended.aborted;) {
    const startedAt = performance.now();
    await pause(250, wake);
    if (gone.aborted) {
      answer.cut();
      return;
    }
    const passed = performance.now() - startedAt;
    if (relay.live) [awayMs, backMs] = [0, backMs + passed];
    else awayMs += passed;
    if (!watch.begun && backMs > beginMs) {
      answerFailure(answer, host, error, link.current ? undefined : link.reason);
      return;
    }
    if (awayMs > patienceMs) {
      answerError(
        answer,
        503,
        'host_away',
        `${host} cannot be reached (${link.reason}). A command that had begun goes on there; its output comes when ${host} is back.`,
      );
      return;
    }
  }
  const { message, sync } = watch.answer;
  answerJson(answer, 200, message, { 'x-opencode-sync': sync });
}

function commandOf(body: Buffer): string {
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    return isRecord(json) && typeof json['command'] === 'string' ? json['command'] : '';
  } catch {
    return '';
  }
}
