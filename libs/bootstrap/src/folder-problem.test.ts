import { folderProblem } from './folder-problem.js';

const place = { host: 'box', root: '/home/u/.orssh', user: 'u' };

test.each([
  ['disk_full', 'sh: printf: write error: No space left on device\nrc=1'],
  ['disk_full', 'cat: write error: Disk quota exceeded'],
  ['read_only', "mkdir: cannot create directory '/home/u': Read-only file system\nrc=1"],
  ['noexec', 'sh: 37: /home/u/.orssh/bin/.upload-probe-1: Permission denied\nrc=126'],
  ['noexec', '/bin/sh: line 37: /home/u/.orssh/bin/.upload-probe-1: Permission denied\nrc=126'],
  ['no_permission', '/bin/sh: line 37: /home/u/.orssh/bin/.upload-probe-1: Permission denied\nrc=1'],
  ['no_permission', "mkdir: can't create directory '/home/u/.orssh': File exists\nrc=1"],
  ['no_permission', "mkdir: cannot create directory '/home/u/.orssh': Not a directory\nrc=1"],
  ['unknown_arch', 'sh: ./.upload-x: Exec format error\nrc=126'],
])('%s is what the host means by %j', (code, said) => {
  expect(folderProblem(said, place)).toMatchObject({ code, host: 'box' });
});

test('the exit code of what was tried is not quoted', () => {
  expect(folderProblem('mkdir: a: Permission denied\nrc=1', place)?.message).toMatch(
    /: mkdir: a: Permission denied\.$/,
  );
});

test('the code of the stub counts more than words in its message', () => {
  expect(folderProblem('permission denied', place, 'no_space')?.code).toBe('disk_full');
  expect(folderProblem('permission denied', place, 'lock_timeout')).toBeUndefined();
});

test('the remedy names a folder that would do', () => {
  expect(folderProblem('rc=126', { ...place, elsewhere: ['/var/tmp'] })?.remedy).toContain('/var/tmp/');
});

test('what the host said is quoted on one line, without what a terminal would act on', () => {
  const message = folderProblem('a\u001b[31m\nNo space left', place)?.message;
  expect(message).toContain(': a [31m No space left.');
});
