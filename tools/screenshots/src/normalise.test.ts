import { normalise } from './normalise.js';

test('what differs from run to run is the same', () => {
  const first = normalise(
    ['took 3.4 ms, then 120 ms', 'pid 77 in /tmp/s-AbC/home  '],
    [['/tmp/s-AbC/home', '~']],
  );
  const second = normalise(
    ['took 99 ms, then 1.2 ms', 'pid 12345 in /tmp/s-xYz/home'],
    [['/tmp/s-xYz/home', '~']],
  );
  expect(first).toEqual(second);
  expect(first[1]).toBe('pid 4711 in ~');
});

test('neighbouring times are not all the same', () => {
  expect(normalise(['1 ms 2 ms'], [])[0]).not.toMatch(/^(\d+ ms) \1$/);
});

test('milliseconds or seconds: a slow machine draws the same', () => {
  const rows = (time: string) => [`pid 1, for ${time}, answers, ${time}`, `2 ok in ${time}`];
  expect(normalise(rows('980 ms'), [])).toEqual(normalise(rows('1.1 s'), []));
  expect(normalise(rows('1.1 s'), [])[1]).toBe('2 ok in 2.1 s');
});
