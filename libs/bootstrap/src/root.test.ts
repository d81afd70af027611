import { BootstrapError } from './errors.js';
import { checkRoot } from './root.js';

test.each([
  [undefined, '~/.opencode-remote-ssh'],
  ['/opt/orssh/', '/opt/orssh'],
  ['~/with space', '~/with space'],
])('%s is the root %s', (given, root) => {
  expect(checkRoot(given, 'box')).toBe(root);
});

test.each([
  '',
  '/',
  '~',
  '~/',
  '~user/x',
  'relative',
  '/a/../etc',
  '/a\nb',
  '/a\u0007',
  `/${'a'.repeat(1100)}`,
])('%j is refused', (given) => {
  expect(() => checkRoot(given, 'box')).toThrow(BootstrapError);
});
