import type { StubErrorBody, StubWorkspace } from '@orssh/protocol';

import { unreachable } from '../errors.js';
import { StubError } from '../stub-error.js';
import type { Binding } from './binding.js';
import { registerWorkspace } from './register-workspace.js';

const refusal: StubErrorBody = {
  name: 'BadRequestError',
  data: { message: 'no', code: 'directory_not_found' },
};

test.each([
  ['may know it where its answer was lost', unreachable('box', new Error('cut')), true],
  ['does not know it where it said no', new StubError('box', 400, refusal), false],
])('a stub %s', async (_, error, expected) => {
  let isRegistered = false;
  const registering = registerWorkspace(
    {
      workspaces: () => Promise.resolve([]),
      registerWorkspace: () => Promise.reject<StubWorkspace>(error),
      approve: () => Promise.reject(new Error('nothing is there')),
    },
    {
      binding: { workspaceID: 'wrk_1', directory: '/srv', projectID: 'p' } as Binding,
      ...{ allow: [], host: 'box', terms: {} },
      onRegistered: () => {
        isRegistered = true;
      },
    },
  );
  await expect(registering).rejects.toThrow();
  expect(isRegistered).toBe(expected);
});
