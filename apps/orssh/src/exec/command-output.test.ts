import { once } from 'node:events';
import { PassThrough } from 'node:stream';

import { Gate } from '../output/gate.js';
import { FakeCommand } from '../testing/fake-command.js';
import { FakeOutput } from '../testing/fake-cli.js';
import { BytesOutput, JsonOutput } from './command-output.js';

test('standard output and standard error stay apart', async () => {
  const [stdout, stderr] = [new FakeOutput(), new FakeOutput()];
  const command = new FakeCommand()
    .print('stdout', 'out')
    .print('stderr', 'err')
    .print('stdout', 'put')
    .end();
  await new BytesOutput(stdout, stderr).writeAll(command);
  expect([stdout.text, stderr.text]).toEqual(['output', 'err']);
});

test('a reader that is slow holds the command back', async () => {
  const slow = new PassThrough({ highWaterMark: 4 });
  const command = new FakeCommand().print('stdout', '12345').print('stdout', '67890').end();
  const written = new BytesOutput(slow, slow).writeAll(command);
  await once(slow, 'readable');
  expect(slow.read()).toEqual(Buffer.from('12345'));
  await once(slow, 'readable');
  expect(slow.read()).toEqual(Buffer.from('67890'));
  expect((await written).exitCode).toBe(0);
});

test('an output that breaks does not leave the writer waiting', async () => {
  const broken = new PassThrough({ highWaterMark: 1 });
  broken.on('error', () => undefined);
  const written = new BytesOutput(broken, broken).writeAll(new FakeCommand().print('stdout', 'xx').end());
  broken.destroy(new Error('EPIPE'));
  expect((await written).exitCode).toBe(0);
});

test('as JSON, each piece and the end are a line, and a character that arrives in two pieces is whole', async () => {
  const stdout = new FakeOutput();
  const euro = Buffer.from('€');
  const command = new FakeCommand()
    .print('stdout', euro.subarray(0, 1))
    .print('stderr', 'no\n')
    .print('stdout', euro.subarray(1))
    .end({ exitCode: null, signal: 'SIGTERM', timedOut: true });
  await new JsonOutput(new Gate(stdout)).writeAll(command);
  const lines = stdout.text.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { type: 'stderr', text: 'no\n' },
    { type: 'stdout', text: '€' },
    { type: 'exit', exitCode: null, signal: 'SIGTERM', timedOut: true, durationMs: 5 },
  ]);
});
