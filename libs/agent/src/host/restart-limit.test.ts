import { RestartLimit } from './restart-limit.js';

test('each crash doubles the time before it may be started again, up to a minute', () => {
  const limit = new RestartLimit(() => 0);
  const waits = Array.from({ length: 8 }, () => {
    limit.crashed();
    return limit.waitMs;
  });
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
});

test('after a minute of health a crash counts as the first', () => {
  let now = 1;
  const limit = new RestartLimit(() => now);
  limit.crashed();
  limit.crashed();
  limit.started();
  now += 60_000;
  expect(limit.waitMs).toBe(0);
  limit.crashed();
  expect(limit.waitMs).toBe(1000);
});
