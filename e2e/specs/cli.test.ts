import { readFile } from 'node:fs/promises';

import { addAlias } from '../harness/near/alias.js';
import { onHosts } from '../harness/on-hosts.js';
import { stubs } from '../harness/processes.js';
import { orssh } from '../harness/product/orssh.js';
import { makeKey } from '../harness/hosts/keys.js';
import { available } from '../harness/available.js';
import { arm64, busybox, debian11, debian12, homeOn } from '../harness/profile.js';

const kinds = [debian12, debian11, busybox, arm64];

onHosts(kinds, 'from nothing to a command and back to nothing', async ({ host, target }) => {
  const command = ['sh', '-c', 'cat; echo err >&2; exit 9'];
  const first = await orssh(['exec', target, '--', ...command], { input: 'from here' });
  expect(first).toEqual({ code: 9, stdout: 'from here', stderr: 'err\n' });
  const status = await orssh(['status', target, '--json']);
  expect(status.code).toBe(0);
  expect(JSON.parse(status.stdout)).toMatchObject({ running: true });

  expect((await orssh(['stop', target])).code).toBe(0);
  expect((await orssh(['status', target])).code).toBe(3);
  expect(await stubs(host)).toEqual([]);
  expect((await orssh(['uninstall', target, '--json', '--yes'])).code).toBe(0);
  expect((await host.admin('ls -A /home/dev')).stdout).not.toContain('opencode-remote-ssh');
});

onHosts(
  [debian12, busybox],
  'setup makes the host ready, and logs shows what its stub wrote',
  async ({ target }) => {
    const setup = await orssh(['setup', target, '--json']);
    expect({ code: setup.code, stderr: setup.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(setup.stdout)).toBeInstanceOf(Object);
    const logs = await orssh(['logs', target]);
    expect(logs.code).toBe(0);
    expect(logs.stdout).toMatch(/\w/);
  },
);

onHosts(
  [debian12, busybox],
  'one word is a line for the shell, and binary output is untouched',
  async ({ target }) => {
    const { stdout } = await orssh(['exec', target, '--', "printf 'a\\0b' | od -An -tx1 | tr -d ' '"]);
    expect(stdout).toBe('610062\n');
  },
);

onHosts([debian12, busybox], 'folder, environment and time limit are passed on', async ({ target }) => {
  const options = ['--cwd', '/etc', '--allow', '/etc/*', '--env', 'A=1', '--timeout', '1'];
  const { code, stdout } = await orssh(['exec', target, ...options, '--', 'pwd; echo $A; sleep 4242']);
  expect({ code, stdout }).toEqual({ code: 124, stdout: '/etc\n1\n' });
});

onHosts(debian12, 'a path that nobody may allow now fails and names the flag', async ({ target }) => {
  const { code, stdout, stderr } = await orssh(['exec', target, '--cwd', '/etc', '--', 'pwd']);
  expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
  expect(stderr).toMatch(/--allow '?\/etc\/\*/);
});

onHosts(
  debian12,
  'errors are one sentence, the next step, and an exit code; as JSON on request',
  async (given) => {
    const wrong = await makeKey(available().folder, `cli-${given.target}`);
    const locked = await given.alias({ identityFile: wrong.file });
    const unknown = await given.alias({ knownHosts: '' });
    const changed = await given.alias({
      knownHosts: `[127.0.0.1]:${given.host.address.port} ${wrong.publicKey}\n`,
    });
    const expected = {
      [locked.name]: 'auth_failed',
      [unknown.name]: 'host_key_unknown',
      [changed.name]: 'host_key_changed',
    };
    for (const [target, code] of Object.entries(expected)) {
      const plain = await orssh(['exec', target, '--', 'true']);
      expect({ code: plain.code, stdout: plain.stdout }).toEqual({ code: 255, stdout: '' });
      expect(plain.stderr).toMatch(/^error: .+\n {2}→ .+\n/);
      expect(plain.stderr).not.toMatch(/^ +at /m);
      const json = await orssh(['exec', target, '--json', '--', 'true']);
      expect(JSON.parse(json.stdout)).toMatchObject({ error: { code, host: target } });
    }
  },
);

onHosts(
  { ...debian12, name: 'noexec home', tmpfs: homeOn('noexec') },
  'the remedy that is printed works',
  async ({ target }) => {
    const failed = await orssh(['exec', target, '--', 'true']);
    expect(failed.code).toBe(255);
    const [, folder = ''] = /--install-root\b.* (\/[^\s<]*)/.exec(failed.stderr) ?? [];
    const fixed = await orssh(['exec', target, '--install-root', `${folder}dev`, '--', 'echo fixed']);
    expect(fixed).toEqual({ code: 0, stdout: 'fixed\n', stderr: '' });
  },
);

onHosts(debian12, 'a key given by hand is used instead of the configured one', async (given) => {
  const wrong = await makeKey(available().folder, `hand-${given.target}`);
  const { name } = await addAlias(given.host, { identityFile: wrong.file });
  const { code } = await orssh(['exec', name, '--identity', given.host.identityFile, '--', 'true']);
  expect(code).toBe(0);
});

onHosts(debian12, 'the token is in no file that others can read here', async ({ target, host }) => {
  await orssh(['exec', target, '--', 'true']);
  const token = (await host.admin('cat /home/dev/.opencode-remote-ssh/run/stub.token')).stdout.trim();
  const { run } = await import('../harness/run.js');
  const { stdout } = await run('grep', ['-rl', token, `${available().folder}/state`]);
  for (const path of stdout.trim().split('\n').filter(Boolean)) {
    const { stat } = await import('node:fs/promises');
    expect((await stat(path)).mode & 0o077).toBe(0);
    expect(await readFile(path, 'utf8')).toContain(token);
  }
});
