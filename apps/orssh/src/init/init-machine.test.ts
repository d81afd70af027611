import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type * as Registry from '@orssh/registry';

import { run } from '../run.js';
import { fakeCli, type FakeCli } from '../testing/fake-cli.js';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'orssh-init-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const configFile = (): string => join(home, 'config.jsonc');

/** A machine whose ssh_config names web1 and old1; nobody logs in on old1. */
function machine(hosts: string[] = []): FakeCli {
  const library = {
    loadRegistry: () =>
      Promise.resolve({
        files: hosts.length > 0 ? [{ path: configFile(), role: 'user' }] : [],
        providers: [],
        hosts: hosts.map((name) => ({ name, aliases: [] })),
      }),
    findHost: (_registry: unknown, target: string) => hosts.find((name) => name === target),
    sshConfigHosts: () => Promise.resolve(['web1', 'old1']),
    userConfigFile: configFile,
    createConfig: async ({ file }: { file: string }) => {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, '// made\n');
    },
    addHost: ({ file, provider, host }: { file: string; provider: string; host: { name: string } }) =>
      appendFile(file, `${provider}/${host.name}\n`),
  };
  const adaptor = {
    openHost: () => Promise.reject(new Error('nothing is to be started')),
    connectHost: (target: string) =>
      target === 'old1'
        ? Promise.reject(Object.assign(new Error('old1 is gone'), { code: 'refused', remedy: 'start it' }))
        : Promise.resolve({ close: () => Promise.resolve() }),
  };
  return fakeCli({
    env: { HOME: home },
    cwd: home,
    libraries: {
      registry: () => Promise.resolve(library as unknown as typeof Registry),
      adaptor: () => Promise.resolve(adaptor as never),
    },
  });
}

test('without a terminal it says what to use instead', async () => {
  const cli = machine();
  expect(await run(['init'], cli)).toBe(2);
  expect(cli.stderr.text).toMatch(/orssh hosts import/);
  expect(await readdir(home)).toEqual([]);
});

test('hosts that flags name are tested and written, those that fail as well', async () => {
  const cli = machine();
  expect(
    await run(['init', '--no-input', '--host', 'web1', '--host', 'old1', '--provider', 'lab'], cli),
  ).toBe(0);
  expect(await readFile(configFile(), 'utf8')).toBe('// made\nlab/web1\nlab/old1\n');
  expect(cli.stdout.text).toMatch(/✓ web1 +logged in/);
  expect(cli.stdout.text).toMatch(/✗ old1 +old1 is gone/);
  expect(cli.stdout.text).toContain('orssh doctor web1');
});

test('--yes takes what can be logged in on', async () => {
  const cli = machine();
  expect(await run(['init', '--yes', '--json'], cli)).toBe(0);
  expect(JSON.parse(cli.stdout.text)).toMatchObject({
    file: configFile(),
    added: [{ name: 'web1' }],
    leftOut: [{ name: 'old1', error: 'old1 is gone' }],
    plugin: null,
    backups: [],
  });
  expect(await readFile(configFile(), 'utf8')).toBe('// made\nhosts/web1\n');
});

test('a second time there is nothing to do, and that is said', async () => {
  await writeFile(configFile(), '// made\nhosts/web1\n');
  const cli = machine(['web1']);
  expect(await run(['init', '--no-input', '--host', 'web1'], cli)).toBe(0);
  expect(cli.stdout.text).toMatch(
    /is there already, with one host: web1[^]*There already: web1[^]*Nothing was changed/,
  );
  expect(await readdir(home)).toEqual(['config.jsonc']);
});

test('--plugin adds it to the file of OpenCode that is there, comments kept', async () => {
  const file = join(home, '.config', 'opencode', 'opencode.jsonc');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '{\n  // mine\n  "plugin": ["other"]\n}\n');
  const cli = machine();
  expect(await run(['init', '--no-input', '--host', 'web1', '--plugin'], cli)).toBe(0);
  expect(await readFile(file, 'utf8')).toBe(
    '{\n  // mine\n  "plugin": ["other", "opencode-remote-ssh"]\n}\n',
  );
  expect(cli.stdout.text).toContain('OPENCODE_EXPERIMENTAL_WORKSPACES=true');
  expect(await readdir(dirname(file))).toHaveLength(2);
});

test('what is no host is a mistake, before anything is written', async () => {
  const cli = machine();
  expect(await run(['init', '--no-input', '--host', '-oProxyCommand=x'], cli)).toBe(2);
  expect(await readdir(home)).toEqual([]);
});
