import { AdaptorError } from '@orssh/adaptor';

import { plainFailure } from './plain-failure.js';

const wrapped = (cause: Error) =>
  new AdaptorError('workspace_failed', 'web1', 'Cannot create …', 'Do.', cause);

test('the cause is what a person in a terminal is told', () => {
  const cause = Object.assign(new Error('refused'), { code: 'auth_failed', host: 'web1', remedy: 'ask' });
  expect(plainFailure(wrapped(cause))).toBe(cause);
});

test('what has no cause stays', () => {
  const error = new AdaptorError('bad_workspace', '', 'no', '');
  expect(plainFailure(error)).toBe(error);
});

test('of a folder that is not there it is said where one is written', () => {
  const cause = new AdaptorError(
    'no_folder',
    'web1',
    'there is no folder /x on web1',
    'Write "directory" in extra.',
  );
  expect(plainFailure(wrapped(cause))).toMatchObject({
    code: 'cwd',
    host: 'web1',
    message: 'there is no folder /x on web1',
    remedy: expect.stringContaining('behind the colon') as string,
  });
});
