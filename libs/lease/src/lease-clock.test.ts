import { systemClock } from './lease-clock.js';

test('the clock never goes back', () => {
  let last = systemClock.now();
  for (let turn = 0; turn < 2000; turn++) {
    const now = systemClock.now();
    expect(now).toBeGreaterThanOrEqual(last);
    last = now;
  }
});

test('a timer comes, unless it is taken back', async () => {
  const seen: string[] = [];
  systemClock.after(1, () => seen.push('no'))();
  // The clock's own timers keep no process alive.
  const alive = setInterval(() => undefined, 1000);
  await new Promise<void>((resolve) => {
    systemClock.after(20, resolve);
  });
  clearInterval(alive);
  expect(seen).toEqual([]);
});
