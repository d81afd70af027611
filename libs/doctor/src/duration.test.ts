import { duration } from './duration.js';

test.each([
  [0.44, '0.4 ms'],
  [9.96, '10 ms'],
  [38.4, '38 ms'],
  [999.4, '999 ms'],
  [999.5, '1.0 s'],
  [59_949, '59.9 s'],
  [59_960, '1 min 0 s'],
  [125_000, '2 min 5 s'],
  [11_400_000, '3 h 10 min'],
  [187_200_000, '2 d 4 h'],
])('%d ms reads %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
