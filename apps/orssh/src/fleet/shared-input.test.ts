import { PassThrough } from 'node:stream';

import { SharedInput } from './shared-input.js';

async function all(chunks: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk.toString();
  return text;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('every host gets all of it, also one that begins when it has ended', async () => {
  const source = new PassThrough();
  const input = new SharedInput(source, 2);
  const first = all(input.join().chunks);
  source.write('one ');
  await settled();
  source.end('two');
  expect(await first).toBe('one two');
  expect(await all(input.join().chunks)).toBe('one two');
});

test('the slowest host holds the source back, and one that closes does not', async () => {
  const source = new PassThrough();
  const input = new SharedInput(source, 2, 10);
  const [fast, slow] = [input.join(), input.join()];
  const read = all(fast.chunks);
  source.write('0123456789ab');
  await settled();
  expect(source.isPaused()).toBe(true);
  slow.close();
  expect(source.isPaused()).toBe(false);
  source.end('c');
  expect(await read).toBe('0123456789abc');
});

test('more than can be kept for a host that has not begun is refused, and nobody takes the part for the whole', async () => {
  const source = new PassThrough();
  const input = new SharedInput(source, 2, 10);
  const read = all(input.join().chunks);
  source.write('0123456789ab');
  await expect(read).rejects.toMatchObject({ code: 'usage', exitCode: 2 });
  await expect(all(input.join().chunks)).rejects.toMatchObject({ code: 'usage' });
});

test('an input that cannot be read is no end of it', async () => {
  const source = new PassThrough();
  const input = new SharedInput(source, 1);
  source.destroy(new Error('EIO'));
  await expect(all(input.join().chunks)).rejects.toThrow('EIO');
});
