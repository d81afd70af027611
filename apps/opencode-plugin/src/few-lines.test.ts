import { FewLines } from './few-lines.js';
import { Instance } from './instance.js';
import { fakeInput } from './testing/fake-input.js';

test('so many lines pass in a minute, and the next minute says how many did not', () => {
  let now = 0;
  const lines = new FewLines(3, () => now);
  expect(Array.from({ length: 5 }, (_, at) => lines.take(`line ${at}`))).toEqual([
    ...['line 0', 'line 1', 'line 2'],
    ...[undefined, undefined],
  ]);
  now += 60_000;
  expect(lines.take('next')).toBe('(2 lines before this one were left out) next');
  expect(lines.take('after')).toBe('after');
});

test('a line has an end', () => {
  expect(new FewLines(1).take('x'.repeat(10_000))).toHaveLength(4001);
});

test('a flood reaches neither OpenCode’s log nor its toasts as a whole', async () => {
  const { input, logged, toasts } = fakeInput();
  const instance = new Instance(input, undefined, undefined);
  for (let at = 0; at < 10_000; at++) {
    instance.log('warn', `something of a host ${at}`);
    instance.toast({ level: 'error', title: 'box', message: `something of a host ${at}` });
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.length).toBeLessThanOrEqual(300);
  expect(toasts.length).toBeGreaterThan(0);
  expect(toasts.length).toBeLessThanOrEqual(30);
});
