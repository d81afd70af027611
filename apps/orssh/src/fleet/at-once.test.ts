import { atOnce } from './at-once.js';

test('no more than the limit run at once, and every item gets its turn', async () => {
  const started: number[] = [];
  const waiting: (() => void)[] = [];
  const all = atOnce([1, 2, 3, 4, 5], 2, (item) => {
    started.push(item);
    return new Promise((resolve) => waiting.push(resolve));
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  await settle();
  expect(started).toEqual([1, 2]);
  waiting.shift()?.();
  await settle();
  expect(started).toEqual([1, 2, 3]);
  while (waiting.length > 0) {
    waiting.shift()?.();
    await settle();
  }
  await all;
  expect(started).toEqual([1, 2, 3, 4, 5]);
});

test('nothing to do is done at once', async () => {
  await atOnce([], 3, () => Promise.reject(new Error('there is no item')));
});
