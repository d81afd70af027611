import { colorsFor } from './colors.js';

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
])('terminal %s with %j has colours: %s', (isTTY, env, colored) => {
  expect(colorsFor({ isTTY }, env).isColorSupported).toBe(colored);
});
