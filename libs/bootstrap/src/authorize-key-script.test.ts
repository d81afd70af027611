import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { authorizeKeyScript } from './authorize-key-script.js';
import { type Answer, parseAnswer } from './parse-answer.js';
import { runInShell } from './testing/local-sh.js';
import { tempDir } from './testing/temp-dir.js';

const key = { type: 'ssh-ed25519', blob: 'AAAAC3Nz+/x==', comment: "me's key" };
const line = "ssh-ed25519 AAAAC3Nz+/x== me's key\n";
const shells = [
  ['/bin/sh'],
  ['/usr/bin/bash', '--posix'],
  ['/usr/bin/busybox', 'sh'],
  ['/usr/bin/mksh'],
  ['/usr/bin/tcsh', '-f', '-c', 'exec /bin/sh'],
  ['/usr/bin/fish', '--no-config', '-c', 'exec /bin/sh'],
].filter(([program = '']) => existsSync(program));

async function authorize(home: string, shell = ['/bin/sh']): Promise<Answer> {
  const printed = await runInShell(shell, authorizeKeyScript('0123', key), {
    HOME: home,
    PATH: '/usr/bin:/bin',
  });
  const answer = parseAnswer(printed, '0123');
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}

async function homeWith(authorizedKeys: string, mode = 0o600): Promise<{ home: string; file: string }> {
  const home = await tempDir();
  const file = join(home, '.ssh', 'authorized_keys');
  await mkdir(join(home, '.ssh'), { mode: 0o700 });
  await writeFile(file, authorizedKeys);
  await chmod(file, mode);
  return { home, file };
}

const mode = async (path: string) => (await stat(path)).mode & 0o777;

describe.each(shells)('in %s', (...shell) => {
  test('a home without keys gets a folder and a file that are the owner’s alone', async () => {
    const home = await tempDir();
    const answer = await authorize(home, shell);
    const [folder, file] = [join(home, '.ssh'), join(home, '.ssh', 'authorized_keys')];
    expect(Object.fromEntries(answer)).toEqual({
      root: folder,
      file,
      made: `${folder}\n${file}`,
      added: 'yes',
    });
    expect(await readFile(file, 'utf8')).toBe(line);
    expect([await mode(folder), await mode(file)]).toEqual([0o700, 0o600]);
  });

  test('the key is not added twice, also where it has options', async () => {
    const before = `# ssh-ed25519 ${key.blob} off\nfrom="10.0.0.0/8" ssh-ed25519 ${key.blob} other`;
    const { home, file } = await homeWith(before);
    const answer = await authorize(home, shell);
    expect(answer.get('there')).toBe('yes');
    expect(answer.has('added')).toBe(false);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  test.each(['ssh-rsa AAAA one\n', 'ssh-rsa AAAA one'])(
    'it has a line of its own after %j',
    async (before) => {
      const { home, file } = await homeWith(before);
      await authorize(home, shell);
      expect(await readFile(file, 'utf8')).toBe(`ssh-rsa AAAA one\n${line}`);
    },
  );
});

test('a key in a comment does not count', async () => {
  const { home, file } = await homeWith(`# ssh-ed25519 ${key.blob} off\n`);
  expect((await authorize(home)).get('added')).toBe('yes');
  expect(await readFile(file, 'utf8')).toMatch(/\nssh-ed25519 /);
});

test('others may no longer write what OpenSSH would not accept; a home that they may write is named', async () => {
  const { home, file } = await homeWith('', 0o664);
  await chmod(home, 0o775);
  const answer = await authorize(home);
  expect(answer.get('tightened')).toBe(file);
  expect(answer.get('loose')).toBe(home);
  expect([await mode(file), await mode(home)]).toEqual([0o644, 0o775]);
});

test('what cannot be written is said', async () => {
  const home = await tempDir();
  await writeFile(join(home, '.ssh'), '');
  expect((await authorize(home)).get('problem')).toMatch(/File exists|Not a directory/);
});

test('a file that is kept elsewhere stays there', async () => {
  const { home, file } = await homeWith('');
  const elsewhere = join(home, 'keys');
  await writeFile(elsewhere, '');
  const { unlink } = await import('node:fs/promises');
  await unlink(file);
  await symlink(elsewhere, file);
  await authorize(home);
  expect(await readFile(elsewhere, 'utf8')).toBe(line);
});
