import { PassThrough } from 'node:stream';

import { ReplayableBody } from './replayable-body.js';

async function* chunks(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

async function textOf(body: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of body) text += String(chunk);
  return text;
}

test('it is read again from its beginning', async () => {
  const body = new ReplayableBody(chunks('a', 'b', 'c'));
  const first = body.read()[Symbol.asyncIterator]();
  await first.next();
  await first.next();
  await first.return?.();
  expect(await textOf(body.read())).toBe('abc');
  expect(await textOf(body.read())).toBe('abc');
});

test('what a reader that went still waits for reaches the next one', async () => {
  const source = new PassThrough();
  const body = new ReplayableBody(source.iterator({ destroyOnReturn: false }));
  const first = body.read()[Symbol.asyncIterator]();
  source.write('a');
  await first.next();
  const pending = first.next();
  const second = textOf(body.read());
  source.write('b');
  source.end('c');
  expect(String((await pending).value)).toMatch(/^b/);
  expect(await second).toBe('abc');
});

test('more than 4 MiB of it cannot be read again, but on', async () => {
  const body = new ReplayableBody(chunks('x'.repeat(5 << 20), 'y'));
  const first = body.read()[Symbol.asyncIterator]();
  await first.next();
  expect(body.isWhole).toBe(false);
  expect(String((await first.next()).value)).toBe('y');
});

test('accepted, it ends with its reader; nothing of it is lost to one that is behind', async () => {
  let ended = false;
  async function* source(): AsyncGenerator<string> {
    try {
      for (const text of ['a', 'b', 'c']) yield await Promise.resolve(text);
    } finally {
      ended = true;
    }
  }
  const body = new ReplayableBody(source());
  const first = body.read()[Symbol.asyncIterator]();
  for (let n = 0; n < 2; n++) await first.next();
  await first.return?.();
  expect(ended).toBe(false);
  const second = body.read()[Symbol.asyncIterator]();
  expect((await second.next()).value).toBe('a');
  body.accept();
  expect(body.isWhole).toBe(false);
  expect((await second.next()).value).toBe('b');
  await second.return?.();
  expect(ended).toBe(true);
});

test('an error of the source is its reader’s', async () => {
  async function* source(): AsyncGenerator<string> {
    yield await Promise.resolve('a');
    throw new Error('it broke');
  }
  await expect(textOf(new ReplayableBody(source()).read())).rejects.toThrow('it broke');
});
