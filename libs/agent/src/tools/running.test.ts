import { poll } from '../testing/poll.js';
import { type OpencodeRequests, showRunning } from './running.js';

const context = { sessionID: 'ses_1', messageID: 'msg_1', callID: 'call_2' };

interface Patch {
  url: string;
  body: Record<string, unknown>;
}

/** OpenCode as far as a tool's part goes; `answer` holds its answers up. */
function opencode(answer: () => Promise<void> = () => Promise.resolve()) {
  const patches: Patch[] = [];
  const requests: OpencodeRequests = {
    async request({ method, url, body }) {
      if (method === 'PATCH') {
        await answer();
        patches.push({ url, body: body as Record<string, unknown> });
        return { data: body };
      }
      const part = (id: string, callID: string) => ({
        ...{ id, callID, type: 'tool', tool: 'bash', sessionID: 'ses_1', messageID: 'msg_1' },
        state: { status: 'running', time: { start: 7 } },
      });
      return { data: { info: {}, parts: [part('prt_1', 'call_1'), part('prt_2', 'call_2')] } };
    },
  };
  return { patches, requests };
}

test('the part of the call is shown as running, with what it is given', async () => {
  const { patches, requests } = opencode();
  const running = showRunning(requests)(context, { command: 'ls' });
  running.show({ output: 'x' }, 'a title');
  await poll(() => patches.length === 1);
  await running.end();
  expect(patches[0]?.url).toBe('/session/ses_1/message/msg_1/part/prt_2');
  expect(patches[0]?.body).toMatchObject({
    ...{ id: 'prt_2', callID: 'call_2' },
    state: {
      ...{ status: 'running', input: { command: 'ls' }, time: { start: 7 } },
      ...{ metadata: { output: 'x' }, title: 'a title' },
    },
  });
});

test('of what comes too fast the last is shown', async () => {
  const { patches, requests } = opencode();
  const running = showRunning(requests)(context, {});
  for (let at = 0; at < 500; at += 1) running.show({ output: String(at) });
  await poll(() => patches.some(({ body }) => JSON.stringify(body).includes('"499"')));
  await running.end();
  expect(patches.length).toBeLessThan(10);
});

test('nothing is under way any more at its end', async () => {
  const waiting: (() => void)[] = [];
  const { patches, requests } = opencode(() => new Promise((resolve) => waiting.push(resolve)));
  const running = showRunning(requests)(context, {});
  running.show({ output: 'a' });
  await poll(() => waiting.length === 1);
  running.show({ output: 'b' });
  let ended = false;
  const ending = running.end().then(() => {
    ended = true;
  });
  await Promise.resolve();
  expect(ended).toBe(false);
  waiting[0]?.();
  await ending;
  running.show({ output: 'c' });
  expect([patches.length, waiting.length]).toEqual([1, 1]);
});

test('an OpenCode that does not answer holds nothing up', async () => {
  const running = showRunning({ request: () => Promise.reject(new Error('no')) })(context, {});
  running.show({ output: 'a' });
  await running.end();
  const none = showRunning(undefined)(context, {});
  none.show({ output: 'a' });
  await none.end();
});
