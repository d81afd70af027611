import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { lastAnswerFailed } from './last-answer.js';

let server: Server | undefined;

afterEach(() => {
  server?.close();
  server = undefined;
});

async function serving(answers: Record<string, unknown>): Promise<{ origin: string; secret: string }> {
  const made = createServer(({ url = '', headers }, response) => {
    const isKnown = headers.authorization === `Basic ${Buffer.from('opencode:s3cret').toString('base64')}`;
    response.statusCode = isKnown && url in answers ? 200 : 404;
    response.end(JSON.stringify(answers[url] ?? {}));
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(made.address() as AddressInfo).port}`, secret: 's3cret' };
}

const sessions = [
  { id: 'ses_old', time: { updated: 1 } },
  { id: 'ses_new', time: { updated: 3 } },
  { id: 'ses_child', parentID: 'ses_new', time: { updated: 4 } },
];
const fine = [{ info: { role: 'user' } }, { info: { role: 'assistant' } }];
const failed = [{ info: { role: 'user' } }, { info: { role: 'assistant', error: { name: 'APIError' } } }];

test('the session that was used last tells, and none that another one has begun', async () => {
  const remote = await serving({
    '/session': sessions,
    '/session/ses_new/message': failed,
    '/session/ses_child/message': fine,
  });
  expect(await lastAnswerFailed(remote)).toBe(true);
});

test('a session that is named tells', async () => {
  const remote = await serving({ '/session/ses_old/message': fine });
  expect(await lastAnswerFailed(remote, 'ses_old')).toBe(false);
});

test('what does not answer has not failed', async () => {
  expect(await lastAnswerFailed(await serving({}))).toBe(false);
  expect(await lastAnswerFailed({ origin: 'http://127.0.0.1:9', secret: '' })).toBe(false);
});
