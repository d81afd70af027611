import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inspectScript } from './inspect-script.js';
import { type Answer, parseAnswer } from './parse-answer.js';
import { runInShell } from './testing/local-sh.js';
import { tempDir } from './testing/temp-dir.js';

const marker = '0123456789abcdef';
const shells = [
  ['/bin/sh'],
  ['/usr/bin/bash', '--posix'],
  ['/usr/bin/busybox', 'sh'],
  ['/usr/bin/zsh', '--emulate', 'sh'],
  ['/usr/bin/mksh'],
].filter(([program = '']) => existsSync(program));

async function look(shell: string[], root: string, home: string): Promise<Answer> {
  const script = inspectScript({ marker, root, wanted: { amd64: 'ab'.repeat(32), arm64: 'cd'.repeat(32) } });
  const answer = parseAnswer(await runInShell(shell, script, { HOME: home, SHELL: '/bin/fish' }), marker);
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}

describe.each(shells)('in %s', (...shell) => {
  test('says what the host is and leaves nothing', async () => {
    const home = await tempDir();
    const answer = await look(shell, '~/deep/er/root', home);
    expect(Object.fromEntries(answer)).toMatchObject({
      os: 'Linux',
      root: `${home}/deep/er/root`,
      above: home,
      shell: '/bin/fish',
      problem: '',
      now: expect.stringMatching(/^\d{10}$/) as string,
      free_kib: expect.stringMatching(/^\d+$/) as string,
      file_system: expect.stringMatching(/^\w+ r[wo]/) as string,
    });
    expect(await readdir(home)).toEqual([]);
  });

  test('what was there stays', async () => {
    const home = await tempDir();
    await mkdir(join(home, 'root/bin'), { recursive: true });
    await writeFile(join(home, 'root/bin/opencode-remote-ssh-stub-0.1.0-abc'), '');
    const answer = await look(shell, join(home, 'root'), home);
    expect(answer.get('have')).toBe('opencode-remote-ssh-stub-0.1.0-abc');
    expect(await readdir(join(home, 'root/bin'))).toEqual(['opencode-remote-ssh-stub-0.1.0-abc']);
    await mkdir(join(home, 'half'));
    await look(shell, join(home, 'half'), home);
    expect(await readdir(home)).toEqual(['half', 'root']);
    expect(await readdir(join(home, 'half'))).toEqual([]);
  });

  test('a file where the folder should be is a problem', async () => {
    const home = await tempDir();
    await writeFile(join(home, 'root'), '');
    expect((await look(shell, join(home, 'root'), home)).get('problem')).not.toBe('');
    expect(await readdir(home)).toEqual(['root']);
  });
});

test('the mount that holds the folder is found', async () => {
  const home = await tempDir();
  await chmod(home, 0o700);
  if (existsSync('/dev/shm')) {
    const answer = await look(['/bin/sh'], '/dev/shm/orssh-inspect-none', home);
    expect(answer.get('file_system')).toMatch(/^tmpfs /);
    expect(existsSync('/dev/shm/orssh-inspect-none')).toBe(false);
  }
});
