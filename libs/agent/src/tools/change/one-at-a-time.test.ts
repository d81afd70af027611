import { OneAtATime } from './one-at-a-time.js';

test('what is done with one file waits, also for what fails; with another it does not', async () => {
  const turns = new OneAtATime();
  const done: string[] = [];
  let go: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  const first = turns.run('a', async () => {
    await held;
    done.push('first');
    throw new Error('failed');
  });
  const second = turns.run('a', () => Promise.resolve(done.push('second')));
  await turns.run('b', () => Promise.resolve(done.push('other')));
  go();
  await expect(first).rejects.toThrow('failed');
  await second;
  expect(done).toEqual(['other', 'first', 'second']);
});

test('no two that want the same files wait for each other', async () => {
  const turns = new OneAtATime();
  const all = [
    ['a', 'b', 'a'],
    ['b', 'a'],
    ['b', 'c', 'a'],
  ].map((keys, index) => turns.runAll(keys, () => Promise.resolve(index)));
  await expect(Promise.all(all)).resolves.toEqual([0, 1, 2]);
});
