import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { available } from '../harness/available.js';
import { makeKey } from '../harness/hosts/keys.js';
import { newPerson } from '../harness/near/person.js';
import { onHosts } from '../harness/on-hosts.js';
import { orssh } from '../harness/product/orssh.js';
import { openTerminal, terminalMissing } from '../harness/product/terminal.js';
import { busybox, debian11, debian12, homeOn, type Profile } from '../harness/profile.js';
import type { RunOptions } from '../harness/run.js';
import { must } from '../harness/run.js';

interface Line {
  id: string;
  group: string;
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  found: string;
  remedy: string;
}

async function doctor(
  args: string[],
  options: RunOptions = {},
): Promise<{ code: number | null; lines: Map<string, Line> }> {
  const { code, stdout, stderr } = await orssh(['doctor', '--json', ...args], options);
  expect(stderr).toBe('');
  const lines = stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Line);
  return { code, lines: new Map(lines.map((line) => [line.id, line])) };
}

const failing = (lines: Map<string, Line>): string[] =>
  [...lines.values()].filter(({ status }) => status === 'failed').map(({ id }) => id);

const leftovers = "find /home/dev -newer /e2e-mark -name '*stub*' -o -name '*upload*'";

onHosts(
  [debian12, debian11, busybox],
  'a good host is fine to the end, and stays as it was',
  async ({ host, target }) => {
    await host.admin('touch /e2e-mark');
    const before = (await host.admin('ls -lA /home/dev')).stdout;
    const { code, lines } = await doctor([target]);
    expect(failing(lines)).toEqual([]);
    expect(code).toBe(0);
    for (const id of ['tcp', 'handshake', 'host-key', 'login', 'platform', 'install-root']) {
      expect(lines.get(id)).toMatchObject({ status: 'ok' });
    }
    expect(lines.get('stub')).toMatchObject({ status: 'skipped' });
    expect((await host.admin('ls -lA /home/dev')).stdout).toBe(before);
    expect((await host.admin(leftovers)).stdout).toBe('');
  },
);

onHosts(
  [debian12, busybox],
  'a stub that runs is asked itself, and left running as it is',
  async ({ target }) => {
    expect((await orssh(['setup', target])).code).toBe(0);
    const pid = async (): Promise<unknown> =>
      (JSON.parse((await orssh(['status', target, '--json'])).stdout) as { details: { pid: unknown } })
        .details.pid;
    const before = await pid();
    const { code, lines } = await doctor([target]);
    expect(code).toBe(0);
    for (const id of ['stub', 'ways', 'request', 'leases', 'exec', 'enforcement']) {
      expect(lines.get(id)).toMatchObject({ status: 'ok' });
    }
    expect(await pid()).toBe(before);
  },
);

onHosts(debian12, '--fix puts the stub there', async ({ target }) => {
  const { code, lines } = await doctor(['--fix', target]);
  expect(code).toBe(0);
  expect(lines.get('exec')).toMatchObject({ status: 'ok' });
});

onHosts(debian12, 'a wrong key: what was tried, what the server takes, what to do', async (given) => {
  const wrong = await makeKey(available().folder, `doctor-${given.target}`);
  const { name } = await given.alias({ identityFile: wrong.file });
  const { code, lines } = await doctor([name]);
  expect(code).toBe(1);
  expect(failing(lines)).toEqual(['login']);
  expect(lines.get('login')?.found).toMatch(/publickey/);
  expect(lines.get('login')?.remedy).toMatch(/authorized_keys/);
  expect(lines.get('shell')).toMatchObject({ status: 'skipped', found: 'because of: login' });
});

onHosts(
  debian12,
  'a dead host fails at TCP, an unknown and a changed host key at the host key',
  async (given) => {
    const other = await makeKey(available().folder, `doctor-other-${given.target}`);
    const unknown = await given.alias({ knownHosts: '' });
    const changed = await given.alias({
      knownHosts: `[127.0.0.1]:${given.host.address.port} ${other.publicKey}\n`,
    });
    expect((await doctor([unknown.name])).lines.get('host-key')).toMatchObject({ status: 'failed' });
    expect(await readFile(unknown.knownHostsFile, 'utf8')).toBe('');
    const { lines } = await doctor([changed.name]);
    expect(lines.get('host-key')?.found).toMatch(/changed/);
    expect(lines.get('host-key')?.remedy).toMatch(/ssh-keygen/);
    await given.host.stop();
    expect(failing((await doctor([given.target])).lines)).toEqual(['tcp']);
  },
);

const noexec: Profile = { ...debian12, name: 'noexec home', tmpfs: homeOn('noexec') };

onHosts(noexec, 'says that programs may not run there, and what else there is', async ({ target, host }) => {
  const { code, lines } = await doctor([target]);
  expect(code).toBe(1);
  expect(failing(lines)).toEqual(['install-root']);
  expect(lines.get('install-root')?.remedy).toMatch(/--install-root/);
  expect(lines.get('file-system')?.found).toMatch(/noexec/);
  expect((await host.admin('ls -A /home/dev')).stdout).not.toContain('opencode-remote-ssh');
});

const noisy: Profile = {
  ...debian12,
  name: 'noisy start-up files',
  files: { '.bashrc': 'echo Welcome, friend\n' },
};

onHosts(noisy, 'quotes what start-up files print', async ({ target }) => {
  const { lines } = await doctor([target]);
  expect(lines.get('shell')?.found).toMatch(/Welcome, friend/);
});

onHosts(debian12, 'without ssh here the plainest of targets is looked at all the same', async (given) => {
  const { home, env } = await newPerson([]);
  const bin = join(home, 'bin');
  await mkdir(bin);
  await symlink(process.execPath, join(bin, 'node'));
  const { lines } = await doctor([`dev@127.0.0.1:${given.host.address.port}`], {
    env: { ...env, PATH: bin },
  });
  expect(lines.get('ssh')).toMatchObject({ status: 'warning' });
  expect(lines.get('tcp')).toMatchObject({ status: 'ok' });
  expect(lines.get('host-key')?.status).not.toBe('ok');
});

onHosts(
  debian12,
  'every mistake of a configuration is named, and what needs it is skipped',
  async ({ target }) => {
    const { home, env } = await newPerson([target]);
    await mkdir(join(home, '.config', 'orssh'), { recursive: true });
    const broken =
      '{ "providers": { "a": { "hosts": [{ "name": "x", "ssh": { "hots": "y" } }, { "nme": "z", "ssh": { "host": "z" } }] } } }';
    await writeFile(join(home, '.config/orssh/config.jsonc'), broken);
    const key = join(home, '.ssh', 'id_ed25519');
    await must('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    await chmod(key, 0o644);
    const { code, lines } = await doctor([target], { env, cwd: home });
    expect(code).toBe(1);
    expect(failing(lines)).toEqual(['keys', 'config']);
    expect(lines.get('config')?.found).toMatch(/hots[^]*nme|nme[^]*hots/);
    expect(lines.get('tcp')).toMatchObject({ status: 'skipped' });
  },
);

if (!terminalMissing) {
  onHosts(debian12, 'fits a terminal of 80 columns, and Ctrl-C ends it', async (given) => {
    const terminal = await openTerminal(given, ['doctor', given.target], { columns: 80 });
    const code = await terminal.ended();
    const screen = await terminal.screen();
    expect(screen).not.toContain('✗');
    expect(code).toBe(0);
    expect(screen).toMatch(/✓ login +dev: /);
    expect(Math.max(...screen.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);

    const silent = await given.alias({ lines: ['ProxyCommand sleep 4242'] });
    const waiting = await openTerminal(given, ['doctor', silent.name]);
    await waiting.until(/✓ name[^]*looking at: TCP/);
    await waiting.press('C-c');
    expect(await waiting.ended()).toBe(130);
  });
}
