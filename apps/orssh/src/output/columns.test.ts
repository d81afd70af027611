import { colorsFor } from './colors.js';
import { columns } from './columns.js';

test('values line up, and rows without one are left out', () => {
  const text = columns(
    [
      ['pid', '12'],
      ['reason', undefined],
      ['version', '0.1.0'],
    ],
    colorsFor({}, {}),
  );
  expect(text).toBe('  pid      12\n  version  0.1.0\n');
});
