import { missingFor } from './missing.js';

const hook = { register: () => undefined };

test.each([
  [{ OPENCODE_EXPERIMENTAL_WORKSPACES: 'true' }],
  [{ OPENCODE_EXPERIMENTAL_WORKSPACES: '1' }],
  [{ OPENCODE_EXPERIMENTAL: 'true' }],
])('with %j nothing is missing', (env) => {
  expect(missingFor({ experimental_workspace: hook }, env)).toBeUndefined();
});

test.each([
  [{}],
  [{ OPENCODE_EXPERIMENTAL_WORKSPACES: 'false', OPENCODE_EXPERIMENTAL: 'true' }],
  [{ OPENCODE_EXPERIMENTAL_WORKSPACES: '' }],
])('with %j the switch is named', (env) => {
  expect(missingFor({ experimental_workspace: hook }, env)).toContain(
    'OPENCODE_EXPERIMENTAL_WORKSPACES=true',
  );
});

test('an OpenCode without the hook is named as the cause, whatever is switched on', () => {
  expect(missingFor({}, { OPENCODE_EXPERIMENTAL: '1' })).toContain('no workspaces for plugins');
});
