import { jest } from '@jest/globals';

import { Deadline } from './deadline.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('expires when the time is over', () => {
  const onExpire = jest.fn();
  new Deadline(1_000, onExpire);
  jest.advanceTimersByTime(999);
  expect(onExpire).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(onExpire).toHaveBeenCalledTimes(1);
});

test('the time that a person takes does not count', async () => {
  const onExpire = jest.fn();
  const deadline = new Deadline(1_000, onExpire);
  jest.advanceTimersByTime(600);
  const asked = deadline.pauseFor(() => new Promise((resolve) => setTimeout(resolve, 60_000)));
  await jest.advanceTimersByTimeAsync(60_000);
  await asked;
  expect(onExpire).not.toHaveBeenCalled();
  jest.advanceTimersByTime(400);
  expect(onExpire).toHaveBeenCalledTimes(1);
});

test('does not expire once it was cleared', async () => {
  const onExpire = jest.fn();
  const deadline = new Deadline(1_000, onExpire);
  deadline.clear();
  await deadline.pauseFor(() => Promise.resolve());
  jest.advanceTimersByTime(5_000);
  expect(onExpire).not.toHaveBeenCalled();
});
