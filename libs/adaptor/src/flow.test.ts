import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { Flow } from './flow.js';

function flow(limit = 4) {
  const calls: string[] = [];
  const made = new Flow<string>({
    sizeOf: (item) => item.length,
    limit,
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    onReturn: () => calls.push('return'),
  });
  return { made, calls };
}

async function rest(items: Flow<string>): Promise<string[]> {
  const seen: string[] = [];
  for await (const item of items) seen.push(item);
  return seen;
}

test('items come in order, whether they were waited for or not', async () => {
  const { made } = flow();
  const first = made.next();
  for (const item of ['a', 'b', 'c']) made.push(item);
  made.end();
  expect(await first).toEqual({ done: false, value: 'a' });
  expect(await rest(made)).toEqual(['b', 'c']);
});

test('a slow reader pauses the source, and resumes it when little is left', async () => {
  const { made, calls } = flow(4);
  for (const item of ['aa', 'bb', 'cc']) made.push(item);
  expect(calls).toEqual(['pause']);
  await made.next();
  await made.next();
  expect(calls).toEqual(['pause']);
  await made.next();
  expect(calls).toEqual(['pause', 'resume']);
});

test('what was queued is read before the error', async () => {
  const { made } = flow();
  made.push('a');
  made.end(new Error('cut'));
  expect(await made.next()).toEqual({ done: false, value: 'a' });
  await expect(made.next()).rejects.toThrow('cut');
});

test('a reader that waits gets the error', async () => {
  const { made } = flow();
  const waiting = made.next();
  made.end(new Error('cut'));
  await expect(waiting).rejects.toThrow('cut');
});

test('a reader that stops early is told to the source, once', async () => {
  const { made, calls } = flow();
  made.push('a');
  for await (const item of made) {
    expect(item).toBe('a');
    break;
  }
  await made.return();
  expect(calls).toEqual(['return']);
});

test('what was read is let go, also while the queue never runs empty', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const made = new Flow<{ at: number }>({
    sizeOf: () => 1,
    limit: 1000,
    pause: () => undefined,
    resume: () => undefined,
  });
  const read: WeakRef<object>[] = [];
  for (let at = 0; at < 200; at += 1) {
    made.push({ at });
    if (at < 10) continue;
    const { value } = await made.next();
    expect(value?.at).toBe(at - 10);
    if (value) read.push(new WeakRef(value));
  }
  // An object that was looked at in this turn of the event loop stays until its end.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(read.filter((item) => item.deref() !== undefined).length).toBeLessThan(50);
});
