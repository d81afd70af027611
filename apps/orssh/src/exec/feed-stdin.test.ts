import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { FakeOutput } from '../testing/fake-cli.js';
import { feedStdin } from './feed-stdin.js';

test('everything that comes in goes out, and so does the end', async () => {
  const [stdin, remote] = [new PassThrough(), new PassThrough()];
  feedStdin({ stdin, stderr: new FakeOutput() }, remote);
  stdin.end(Buffer.alloc(300_000, 'x'));
  expect((await buffer(remote)).length).toBe(300_000);
});

test('a command that stops reading stops the feeding, without a word', async () => {
  const [stdin, remote, stderr] = [new PassThrough(), new PassThrough(), new FakeOutput()];
  feedStdin({ stdin, stderr }, remote);
  remote.destroy(Object.assign(new Error('EPIPE'), { code: 'EPIPE' }));
  await once(stdin, 'close');
  expect(stderr.text).toBe('');
});

test('input that cannot be read is reported and ends what the command gets', async () => {
  const [stdin, remote, stderr] = [new PassThrough(), new PassThrough(), new FakeOutput()];
  feedStdin({ stdin, stderr }, remote);
  stdin.destroy(new Error('EISDIR: illegal operation on a directory'));
  expect((await buffer(remote)).length).toBe(0);
  expect(stderr.text).toContain('standard input cannot be read (EISDIR');
});
