import { FakeOutput } from '../testing/fake-cli.js';
import { plainProgress } from './progress.js';

test('without a terminal each step is a line, once', () => {
  const output = new FakeOutput();
  const progress = plainProgress(output, 'lines');
  for (const step of ['connecting', 'uploading', 'uploading', 'starting']) progress.step(step);
  expect(output.text).toBe('connecting\nuploading\nstarting\n');
});

test('a quiet one says only what has to be said', () => {
  const output = new FakeOutput();
  const progress = plainProgress(output, 'quiet');
  progress.step('connecting');
  progress.note('3 bytes of the output were lost');
  expect(output.text).toBe('3 bytes of the output were lost\n');
});
