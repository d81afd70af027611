import { plainFailure } from './plain-failure.js';

const failure = (code: string, message: string, cause?: Error) =>
  Object.assign(new Error(message, { cause }), { code, host: 'web1', remedy: 'Write "directory" in extra.' });
const wrapped = (cause: Error) => failure('workspace_failed', 'Cannot create …', cause);

test('the cause is what a person in a terminal is told', () => {
  const cause = failure('auth_failed', 'refused');
  expect(plainFailure(wrapped(cause))).toBe(cause);
});

test('what has no cause stays', () => {
  const error = failure('bad_workspace', 'no');
  expect(plainFailure(error)).toBe(error);
});

test('of a folder that is not there it is said where one is written', () => {
  const noFolder = failure('no_folder', 'there is no folder /x on web1');
  noFolder.remedy =
    'Make it (`orssh exec web1 -- mkdir -p /x`), or write another one for "directory" in extra.';
  expect(plainFailure(wrapped(noFolder))).toMatchObject({
    code: 'cwd',
    host: 'web1',
    message: 'there is no folder /x on web1',
    remedy: 'Make it (`orssh exec web1 -- mkdir -p /x`), or write another one behind the colon.',
  });
});
