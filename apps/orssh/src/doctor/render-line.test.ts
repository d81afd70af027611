import { failed, type Finding, type Line, ok, skipped } from '@orssh/doctor';
import picocolors from 'picocolors';

import { LineRenderer, renderSummary } from './render-line.js';

const plain = picocolors.createColors(false);
const line = (title: string, finding: Finding, group: Line['group'] = 'host'): Line => ({
  id: title,
  group,
  title,
  ...finding,
});

test('lines stand below the name of their group, remedies below them', () => {
  const renderer = new LineRenderer(60, plain);
  const text =
    renderer.add(line('shell', ok('works'))) + renderer.add(line('space', failed('none', 'make room')));
  expect(text).toBe(
    'Host\n  ✓ shell          works\n  ✗ space          none\n                   → make room\n',
  );
});

test('no line is wider than the terminal, and what a host said cannot steer it', () => {
  const renderer = new LineRenderer(60, plain);
  const text = renderer.add(line('shell', failed(`${'many words '.repeat(20)}\u001b[2J`, 'do '.repeat(40))));
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(60);
  expect(text).toContain('\\x1b[2J');
});

test('what is skipped for one reason is one line', () => {
  const renderer = new LineRenderer(80, plain);
  const because = skipped('because of: TCP');
  const text = ['SSH', 'login'].map((title) => renderer.add(line(title, because, 'connection'))).join('');
  expect(text).toBe('');
  expect(renderer.add(line('shell', because))).toBe(
    'Connection\n  – not looked at  SSH, login (because of: TCP)\n',
  );
  expect(renderer.flush()).toBe('\nHost\n  – shell          because of: TCP\n');
});

test('the summary counts', () => {
  expect(renderSummary([line('a', ok('')), line('b', failed('', ''))], plain)).toBe('\n1 fine, 1 failed\n');
});
