import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { type Answer, parseAnswer } from './parse-answer.js';
import { probeScript, type ProbeScriptOptions } from './probe-script.js';
import { runInShell } from './testing/local-sh.js';
import { tempDir } from './testing/temp-dir.js';

const marker = '0123456789abcdef';
const allArchs = wantOf('ab'.repeat(32));
const shells = [
  ['/bin/sh'],
  ['/usr/bin/dash'],
  ['/usr/bin/bash', '--posix'],
  ['/usr/bin/busybox', 'sh'],
  ['/usr/bin/zsh', '--emulate', 'sh'],
  ['/usr/bin/mksh'],
  // As the login shell runs it: whatever that is, and whatever it printed before.
  ['/usr/bin/tcsh', '-f', '-c', 'exec /bin/sh'],
  ['/usr/bin/fish', '--no-config', '-c', 'exec /bin/sh'],
  ['/bin/sh', '-c', 'printf "Welcome to orssh:%s:begin\\n no newline" x; echo oops >&2; exec /bin/sh'],
].filter(([program = '']) => existsSync(program));

async function look(
  shell: string[],
  env: Record<string, string>,
  options: Partial<ProbeScriptOptions> = {},
): Promise<Answer> {
  const script = probeScript({ marker, root: '~/.orssh', wanted: {}, launchFlags: '', ...options });
  const answer = parseAnswer(await runInShell(shell, script, env), marker);
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}

function wantOf(sha256: string): ProbeScriptOptions['wanted'] {
  return { amd64: sha256, arm64: sha256, arm: sha256, '386': sha256 };
}

/** A program in the place of the stub, under its versioned name; `wanted` is a stub of exactly these bytes. */
async function putStub(root: string, script: string) {
  const text = `#!/bin/sh\n${script}\n`;
  const sha256 = createHash('sha256').update(text).digest('hex');
  const path = join(root, 'bin', `opencode-remote-ssh-stub-0.1.0-${sha256.slice(0, 12)}`);
  await mkdir(join(root, 'bin'), { recursive: true });
  await writeFile(path, text);
  await chmod(path, 0o700);
  return { path, wanted: wantOf(sha256) };
}

describe.each(shells)('in %s', (...shell) => {
  test('says what an empty host is', async () => {
    const home = await tempDir();
    const answer = await look(shell, { HOME: home, PATH: '/nowhere' }, { wanted: allArchs });
    expect(Object.fromEntries(answer)).toMatchObject({
      os: 'Linux',
      root: `${home}/.orssh`,
      home,
      problem: '',
      gzip: 'yes',
      sha256: 'sha256sum',
      free_kib: expect.stringMatching(/^\d+$/) as string,
    });
    expect(await readdir(join(home, '.orssh', 'bin'))).toEqual([]);
  });

  test('leaves nothing on a host that no stub is for', async () => {
    const home = await tempDir();
    await look(shell, { HOME: home }, { wanted: {} });
    expect(await readdir(home)).not.toContain('.orssh');
  });

  test('a home with odd characters in it survives', async () => {
    const home = join(await tempDir(), 'a  b\'"$x`\\=*é\n~c');
    await mkdir(home);
    // Without a locale, fish itself hands on other bytes than it was given.
    expect((await look(shell, { HOME: home, LANG: 'C.UTF-8' })).get('home')).toBe(home);
  });

  test('a root with odd characters survives', async () => {
    const root = join(await tempDir(), "it's a $(root) *");
    expect((await look(shell, {}, { root })).get('root')).toBe(root);
  });

  test('starts the wanted stub where it is, with its flags, and looks no further', async () => {
    const root = join(await tempDir(), 'r oot');
    const { path, wanted } = await putStub(root, 'echo "ORSSH-READY $*"; echo log line >&2');
    const answer = await look(shell, {}, { root, wanted, launchFlags: '--idle-timeout 5m' });
    expect(Object.fromEntries(answer)).toMatchObject({
      found: path,
      launch: `ORSSH-READY launch --root ${root} --with-token --idle-timeout 5m\nlog line`,
      launch_rc: '0',
    });
    expect(answer.has('problem')).toBe(false);
  });

  test('a stub that does not start is reported with everything that an installation needs', async () => {
    const root = await tempDir();
    const { wanted } = await putStub(root, 'echo broken; exit 3');
    const answer = await look(shell, {}, { root, wanted });
    expect(Object.fromEntries(answer)).toMatchObject({
      launch: 'broken',
      launch_rc: '3',
      problem: '',
      gzip: 'yes',
    });
  });

  test('a stub of another build is listed, not started', async () => {
    const root = await tempDir();
    const { path } = await putStub(root, 'echo started');
    const answer = await look(shell, {}, { root, wanted: wantOf('cd'.repeat(32)) });
    expect(answer.has('launch')).toBe(false);
    expect(answer.get('have')).toBe(basename(path));
  });

  test('what has the name of the wanted stub and other bytes is not run, and said', async () => {
    const root = await tempDir();
    const { path, wanted } = await putStub(root, 'echo started');
    await writeFile(path, `#!/bin/sh\ntouch '${root}/ran'; echo 'ORSSH-READY {}'\n`);
    const answer = await look(shell, {}, { root, wanted });
    expect([answer.has('launch'), answer.get('damaged')]).toEqual([false, path]);
    expect(await readdir(root)).toEqual(['bin']);
  });

  test('where the host has no tool for it, the stub is left to check itself', async () => {
    const [root, bin] = [await tempDir(), await tempDir()];
    const { path, wanted } = await putStub(root, 'echo started');
    for (const name of ['uname', 'mkdir', 'chmod', 'rm'])
      await symlink(join('/usr/bin', name), join(bin, name));
    const bare = (script: string): string => script.replace(/^PATH=.*$/m, `PATH=${bin}; export PATH`);
    const script = bare(probeScript({ marker, root, wanted, launchFlags: '' }));
    const answer = parseAnswer(await runInShell(shell, script, {}), marker);
    expect((answer as Answer).get('found')).toBe(path);
  });

  test('a file where the folder should be is the problem it reports, with folders that would do', async () => {
    const home = await tempDir();
    await writeFile(join(home, '.orssh'), '');
    const answer = await look(shell, { HOME: home });
    expect(answer.get('problem')).toMatch(/rc=\d/);
    expect(answer.get('elsewhere')?.split('\n')).toContain('/tmp');
  });

  // Only root can give a folder away.
  (process.getuid?.() === 0 ? test : test.skip)(
    'what is in a folder of another user is not run',
    async () => {
      const root = await tempDir();
      const { wanted } = await putStub(root, 'echo started');
      await chown(root, 65534, 65534);
      const answer = await look(shell, {}, { root, wanted });
      expect(answer.has('launch')).toBe(false);
      expect(answer.get('problem')).toContain('another user');
    },
  );

  test('variables of the login shell do not leak into the answer', async () => {
    const env = {
      HOME: await tempDir(),
      small: 'x',
      all: 'mips',
      arch: 'mips',
      rc: '0',
      want_arm: 'x',
      problem: 'p',
    };
    const answer = await look(shell, env);
    expect(answer.get('problem')).toBe('');
    expect(answer.get('arch')).not.toBe('mips');
  });
});

/** A PATH on which `uname` says what the test wants; the rest is the machine's. */
async function machine(says: string): Promise<Record<string, string>> {
  const bin = await tempDir();
  await writeFile(join(bin, 'uname'), `#!/bin/sh\necho ${says}\n`, { mode: 0o755 });
  return { HOME: await tempDir(), PATH: bin };
}

test.each([
  ['Linux x86_64', 'amd64'],
  ['Linux aarch64', 'arm64'],
  ['Linux arm64', 'arm64'],
  ['Linux armv7l', 'arm'],
  ['Linux armv6l', 'arm'],
  ['Linux i686', '386'],
  ['Linux riscv64', 'riscv64'],
  ['Linux ppc64le', 'ppc64le'],
  ['Linux s390x', 's390x'],
  ['Linux loongarch64', 'loong64'],
  ['Linux sparc64', ''],
])('%s wants the stub for %s', async (says, arch) => {
  expect((await look(['/bin/sh'], await machine(says), { wanted: allArchs })).get('arch')).toBe(arch);
});

test('a 32-bit userland on a 64-bit kernel wants the small stub where there is one, else the big one', async () => {
  const env = await machine('Linux x86_64');
  await writeFile(join(env['PATH'] ?? '', 'od'), '#!/bin/sh\necho " 7f 45 4c 46 01"\n', { mode: 0o755 });
  expect((await look(['/bin/sh'], env, { wanted: allArchs })).get('arch')).toBe('386');
  expect((await look(['/bin/sh'], env, { wanted: { amd64: allArchs.amd64 } })).get('arch')).toBe('amd64');
});

test('another system than Linux is not given a stub to run', async () => {
  const env = await machine('Darwin arm64');
  const { wanted } = await putStub(join(env['HOME'] ?? '', '.orssh'), 'echo started');
  const answer = await look(['/bin/sh'], env, { wanted });
  expect([answer.get('os'), answer.has('launch')]).toEqual(['Darwin', false]);
});

test('what the host’s tool cannot make out is not run', async () => {
  const [root, bin] = [await tempDir(), await tempDir()];
  const { wanted } = await putStub(root, 'echo started');
  await writeFile(join(bin, 'sha256sum'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const answer = await look(['/bin/sh'], { PATH: bin }, { root, wanted });
  expect([answer.has('launch'), answer.has('damaged')]).toEqual([false, true]);
});

test('works with nothing on PATH but busybox', async () => {
  const bin = await tempDir();
  await symlink('/usr/bin/busybox', join(bin, 'sh'));
  const script = probeScript({ marker, root: '~/.orssh', wanted: {}, launchFlags: '' });
  // The script adds the usual folders; here they are not there.
  const bare = script.replace(/^PATH=.*$/m, `PATH=${bin}; export PATH`);
  for (const applet of ['uname', 'id', 'df', 'mkdir', 'chmod', 'rm', 'od'])
    await symlink('/usr/bin/busybox', join(bin, applet));
  const answer = parseAnswer(await runInShell([join(bin, 'sh')], bare, { HOME: await tempDir() }), marker);
  expect(answer).toBeInstanceOf(Map);
  expect((answer as Answer).get('problem')).toBe('');
});
