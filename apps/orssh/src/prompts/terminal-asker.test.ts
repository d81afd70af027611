import { PassThrough } from 'node:stream';

import { Interrupts } from '../interrupts.js';
import { plainProgress } from '../output/progress.js';
import { FakeOutput } from '../testing/fake-cli.js';
import { TerminalAsker } from './terminal-asker.js';

/** A terminal on which a person types one of `answers` whenever a question has been asked. */
function typing(...answers: string[]) {
  const interrupts = new Interrupts();
  const seen = { text: '', open: 0 };
  const open = () => {
    seen.open += 1;
    const [input, output] = [new PassThrough(), new FakeOutput(true)];
    const answer = answers.shift() ?? '';
    output.once('data', () => setImmediate(() => input.write(answer)));
    output.on('data', (chunk: Buffer) => (seen.text += chunk.toString()));
    return { input, output, close: () => (seen.open -= 1) };
  };
  return {
    asker: new TerminalAsker(open, plainProgress(new FakeOutput(), 'quiet'), interrupts),
    interrupts,
    seen,
  };
}

test('a secret is returned and never echoed', async () => {
  const { asker, seen } = typing('hunter2\n');
  expect(await asker.secret('Password:')).toBe('hunter2');
  expect(seen.text).toContain('Password:');
  expect(seen.text).not.toContain('hunter2');
  expect(seen.open).toBe(0);
});

test('plain enter does not confirm', async () => {
  const { asker } = typing('\n');
  expect(await asker.confirm('Sure?')).toBe(false);
});

test('questions that come together are asked one after the other', async () => {
  const { asker } = typing('first\n', 'second\n');
  expect(await Promise.all([asker.text('One?'), asker.text('Two?')])).toEqual(['first', 'second']);
});

test('Ctrl-C in a question answers nothing and cancels everything', async () => {
  const { asker, interrupts, seen } = typing('\u0003');
  expect(await asker.text('Name?')).toBeUndefined();
  expect(interrupts.signal.reason).toMatchObject({ exitCode: 130 });
  expect(seen.open).toBe(0);
});

test('what was said before stands above the question', async () => {
  const { asker, seen } = typing('y\n');
  asker.say('The host is not known.');
  await asker.confirm('Trust it?');
  expect(seen.text.indexOf('The host is not known.')).toBeLessThan(seen.text.indexOf('Trust it?'));
});

test('without a terminal nobody answers', async () => {
  const asker = new TerminalAsker(
    () => undefined,
    plainProgress(new FakeOutput(), 'quiet'),
    new Interrupts(),
  );
  expect(await asker.confirm('Sure?')).toBeUndefined();
});
