import { jest } from '@jest/globals';

import { FakeOutput } from '../testing/fake-cli.js';
import { SpinnerProgress } from './spinner-progress.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('what is done quickly shows nothing', async () => {
  const output = new FakeOutput(true);
  const progress = new SpinnerProgress(output);
  progress.step('connecting');
  await jest.advanceTimersByTimeAsync(100);
  progress.end();
  await jest.advanceTimersByTimeAsync(1000);
  expect(output.text).toBe('');
});

test('a step after the end shows nothing', async () => {
  const output = new FakeOutput(true);
  const progress = new SpinnerProgress(output);
  progress.end();
  progress.step('connecting');
  await jest.advanceTimersByTimeAsync(1000);
  expect(output.text).toBe('');
});
