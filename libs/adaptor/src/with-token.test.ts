import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import { fakeStub } from './testing/fake-stub.js';

const unauthorized = JSON.stringify({
  name: 'UnauthorizedError',
  data: { code: 'unauthorized', message: 'The bearer token is missing or wrong.' },
});

/** A stub that takes one token, and says what it was sent with it. */
function taking(token: () => string, refusal = 401) {
  const refused: string[] = [];
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    const { authorization = '' } = request.headers;
    if (authorization !== `Bearer ${token()}`) {
      refused.push(authorization);
      response.writeHead(refusal, { 'content-type': 'application/json' }).end(unauthorized);
      return;
    }
    void text(request).then((body) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end(`${request.method} ${body}`);
    });
  };
  return { handler, refused };
}

async function* slowly(...texts: string[]): AsyncGenerator<Buffer> {
  for (const one of texts) {
    await new Promise((resolve) => setImmediate(resolve));
    yield Buffer.from(one);
  }
}

test('a request whose token was rotated is made again under the next one, its body too', async () => {
  const { handler, refused } = taking(() => 'cafe');
  const asked: string[] = [];
  const { client } = await fakeStub(handler, {
    renewToken: (old) => {
      asked.push(old);
      return Promise.resolve('cafe');
    },
  });
  const { data } = await client.bytes({ method: 'PUT', path: '/a', body: Buffer.from('whole') }, 100);
  expect(data.toString()).toBe('PUT whole');
  const streamed = await client.bytes({ method: 'PUT', path: '/b', body: slowly('in ', 'parts') }, 100);
  expect(streamed.data.toString()).toBe('PUT in parts');
  expect([asked, refused]).toEqual([['feed'], ['Bearer feed']]);
});

test('a body that is streamed is made again from its beginning', async () => {
  const { handler } = taking(() => 'cafe');
  const { client } = await fakeStub(handler, { renewToken: () => Promise.resolve('cafe') });
  const body = slowly('a', 'b', 'c', 'd');
  const { data } = await client.bytes({ method: 'PUT', path: '/b', body }, 100);
  expect(data.toString()).toBe('PUT abcd');
});

test('a stub that was asked with many wrong tokens, and says so, is asked again as well', async () => {
  const { handler, refused } = taking(() => 'cafe', 429);
  const { client } = await fakeStub(handler, { renewToken: () => Promise.resolve('cafe') });
  expect((await client.bytes({ method: 'GET', path: '/' }, 100)).data.toString()).toBe('GET ');
  expect(refused).toEqual(['Bearer feed']);
});

test('rotated again meanwhile, it is asked for again, and not for ever', async () => {
  let token = 'cafe';
  const { handler, refused } = taking(() => token);
  const { client } = await fakeStub(handler, {
    renewToken: (old) => Promise.resolve(old === 'feed' ? 'f00d' : token),
  });
  expect((await client.bytes({ method: 'GET', path: '/' }, 100)).data.toString()).toBe('GET ');
  expect(refused).toEqual(['Bearer feed', 'Bearer f00d']);

  let tries = 0;
  const { client: unlucky } = await fakeStub(handler, {
    renewToken: () => {
      tries += 1;
      return Promise.resolve(`dead${tries}`);
    },
  });
  token = 'nobody has it';
  await expect(unlucky.health()).rejects.toMatchObject({ kind: 'UnauthorizedError', status: 401 });
  expect(tries).toBe(2);
});

test('where there is no other token the refusal is the answer', async () => {
  const { handler } = taking(() => 'cafe');
  const { client } = await fakeStub(handler, { renewToken: () => Promise.resolve(undefined) });
  await expect(client.health()).rejects.toMatchObject({ kind: 'UnauthorizedError', status: 401 });
});

test('a host that cannot be asked is the error', async () => {
  const { handler } = taking(() => 'cafe');
  const { client } = await fakeStub(handler, { renewToken: () => Promise.reject(new Error('no way there')) });
  await expect(client.health()).rejects.toThrow('no way there');
});

test('who stops to wait while the token is read hears of it at once', async () => {
  const { handler } = taking(() => 'cafe');
  const stop = new AbortController();
  let read: (token: string) => void = () => undefined;
  const reading = new Promise<string>((resolve) => (read = resolve));
  const { client } = await fakeStub(handler, {
    renewToken: () => {
      stop.abort(new Error('enough'));
      return reading;
    },
  });
  await expect(client.health({ signal: stop.signal })).rejects.toThrow('enough');
  read('cafe');
  expect((await client.bytes({ method: 'GET', path: '/' }, 100)).data.toString()).toBe('GET ');
});
