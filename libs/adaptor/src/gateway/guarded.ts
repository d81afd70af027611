import type { DoorForAgents } from './agent/door-for-agents.js';
import { answerError } from './answer-error.js';
import type { Admission, Door } from './door.js';
import type { Log } from './gateway-options.js';
import type { HttpHandler } from './http/connection.js';
import type { HttpAnswer } from './http/http-answer.js';
import { BadRequest } from './http/http-request.js';
import type { Routes } from './routes.js';
import type { SlowRefusals } from './slow-refusals.js';

/** Hands `routes` what the door admits, and answers the rest. */
export function guarded({
  door,
  refusals,
  routes,
  doorForAgents,
  log,
}: {
  door: Door;
  refusals: SlowRefusals;
  routes: Routes;
  doorForAgents: DoorForAgents | undefined;
  log: Log;
}): HttpHandler {
  const handler: HttpHandler = {
    request(request, answer) {
      const admission = door.admit(request);
      if ('refused' in admission) {
        void turnAway(admission, answer, refusals);
        return;
      }
      request.proven();
      if (admission.of === 'client') answer.add({ 'set-cookie': admission.cookie });
      if (admission.of === 'client' && admission.redirect) {
        answerPage(admission.target, answer);
        return;
      }
      const server = admission.of === 'agent' ? doorForAgents : routes;
      server?.serve(request, admission.target, answer).catch((error: unknown) => {
        failed(error, answer);
      });
    },
    upgrade(request, socket, rest, answer) {
      const admission = door.admit(request);
      if ('refused' in admission) {
        void turnAway(admission, answer, refusals);
        return;
      }
      request.proven();
      if (admission.of === 'agent') answerError(answer, 404, 'not_found', 'There is no WebSocket here.');
      else routes.upgrade(request, admission.target, { socket, rest, answer });
    },
    refuse(error, answer) {
      answer.closeAfter();
      answerError(answer, error.status, 'bad_request', error.message);
    },
  };
  return handler;

  function failed(error: unknown, answer: HttpAnswer): void {
    if (error instanceof BadRequest) handler.refuse(error, answer);
    else {
      log('error', `A request failed: ${String(error)}`);
      answer.cut();
    }
  }
}

/** The secret does not stay in a browser's address. */
function answerPage(location: string, answer: HttpAnswer): void {
  answer.start(303, {
    // Two of them would begin another host.
    location: location.replace(/^[/\\]+/, '/'),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-length': '0',
  });
  answer.end();
}

async function turnAway(
  { refused }: Extract<Admission, { refused: string }>,
  answer: HttpAnswer,
  refusals: SlowRefusals,
): Promise<void> {
  answer.closeAfter();
  if (refused !== 'secret') {
    answerError(answer, 403, refused, `This ${refused} is not served here.`);
  } else if (await refusals.wait()) {
    const challenge = { 'www-authenticate': 'Basic realm="opencode", charset="UTF-8"' };
    answerError(answer, 401, 'unauthorized', 'The secret of the workspace is missing or wrong.', challenge);
  } else {
    answerError(answer, 429, 'too_many', 'There were too many requests with a wrong secret.');
  }
}
