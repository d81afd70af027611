import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { findHost, loadRegistry, type Registry } from './index.js';
import { errorOf } from './testing/error-of.js';
import { tempFolder } from './testing/temp-folder.js';

/** As the earlier project's documents show it. */
const earlierExample = {
  installRoot: '~/.opencode-remote-ssh',
  tunnel: { localPortRange: [39000, 39999], connectTimeoutMs: 15000, healthTimeoutMs: 5000 },
  defaults: { selectionStrategy: 'first_available', leaseMode: 'exclusive', stubPort: 39217 },
  providers: {
    default: {
      strategy: 'first_available',
      hosts: [
        {
          name: 'prod-web-1',
          ssh: { host: '203.0.113.10', user: 'ops', port: 22, identityFile: '~/.ssh/id_ed25519' },
          labels: ['linux', 'production'],
        },
      ],
    },
  },
};

const oneHost = (name: string, more: object = {}) => ({
  providers: { p: { hosts: [{ name, ssh: { host: `${name}.example.com` }, ...more }] } },
});

test('the example of the earlier project loads as it is, with a notice for what has no meaning any more', async () => {
  const { write, project: cwd, env } = tempFolder();
  const file = write('home/.orsshrc.json', earlierExample);
  const registry = await loadRegistry({ cwd, env });
  expect(registry.hosts).toEqual([
    {
      id: 'default/prod-web-1',
      name: 'prod-web-1',
      provider: 'default',
      aliases: [],
      labels: ['linux', 'production'],
      ssh: { host: '203.0.113.10', user: 'ops', port: 22, identityFile: ['~/.ssh/id_ed25519'] },
      settings: {
        installRoot: '~/.opencode-remote-ssh',
        leaseMode: 'exclusive',
        onSteal: 'keep',
        enforcement: 'best-effort',
        agent: 'local',
        tunnel: { connectTimeoutMs: 15000, healthTimeoutMs: 5000 },
      },
      file: { path: file, role: 'user' },
    },
  ]);
  expect(registry.notices).toEqual([
    expect.stringMatching(/\.orsshrc\.json, line 14: defaults\.stubPort has no meaning any more/),
    expect.stringMatching(/\.orsshrc\.json, line 4: tunnel\.localPortRange has no meaning any more/),
  ]);
});

test('without a file there is an empty registry, and the lease mode is shared', async () => {
  const { project: cwd, env } = tempFolder();
  const registry = await loadRegistry({ cwd, env });
  expect(registry).toMatchObject({ files: [], hosts: [], notices: [], defaults: { leaseMode: 'shared' } });
});

test.each([
  ['.orsshrc', 'providers: {p: {hosts: [{name: a, ssh: {host: a}}]}}'],
  ['.orsshrc', JSON.stringify(oneHost('a'))],
  ['.orsshrc.json', JSON.stringify(oneHost('a'))],
  ['.orsshrc.jsonc', `// hosts\n${JSON.stringify(oneHost('a')).replace(/]/, ',]')}`],
  ['.orsshrc.yaml', JSON.stringify(oneHost('a'))],
  ['.orsshrc.yml', 'providers:\r\n  p:\r\n    hosts:\r\n    - {name: a, ssh: {host: a}}\r\n'],
  ['.orsshrc.mjs', `export default ${JSON.stringify(oneHost('a'))};`],
  ['.orsshrc.cjs', `module.exports = ${JSON.stringify(oneHost('a'))};`],
  ['.orsshrc.js', `module.exports = ${JSON.stringify(oneHost('a'))};`],
  [
    '.orsshrc.ts',
    `const name: string = 'a'; export default { providers: { p: { hosts: [{ name, ssh: { host: name } }] } } };`,
  ],
  ['.orsshrc.mts', `export default ${JSON.stringify(oneHost('a'))} as object;`],
  ['.orsshrc.cts', `const config: object = ${JSON.stringify(oneHost('a'))}; export default config;`],
  ['.config/orssh/config.jsonc', `\ufeff${JSON.stringify(oneHost('a'))}`],
  ['.config/orssh/config.yaml', JSON.stringify(oneHost('a'))],
])("the user's %s is read", async (name, text) => {
  const { write, project: cwd, env } = tempFolder();
  const file = write(`home/${name}`, text);
  const registry = await loadRegistry({ cwd, env });
  expect(registry.files).toEqual([{ path: file, role: 'user' }]);
  expect(registry.hosts.map(({ id }) => id)).toEqual(['p/a']);
});

test.each(['orssh.config.json', 'orssh.config.yaml', '.orsshrc', '.orsshrc.yml'])(
  "a project's %s is found from a folder below it",
  async (name) => {
    const { write, project, env } = tempFolder();
    write(`home/project/${name}`, oneHost('a'));
    const cwd = join(project, 'src', 'deep');
    mkdirSync(cwd, { recursive: true });
    expect((await loadRegistry({ cwd, env })).files).toMatchObject([{ role: 'project' }]);
  },
);

test('a package.json counts where it has the property', async () => {
  const { write, project: cwd, env } = tempFolder();
  write('home/project/package.json', { name: 'x', orssh: oneHost('a') });
  expect(ids(await loadRegistry({ cwd, env }))).toEqual(['p/a']);
  write('home/project/package.json', { name: 'x', dependencies: { orssh: '1' } });
  expect(ids(await loadRegistry({ cwd, env }))).toEqual([]);
});

test("the nearest project's file is the one", async () => {
  const { write, project: cwd, env } = tempFolder();
  write('home/orssh.config.json', oneHost('far'));
  write('home/project/orssh.config.json', oneHost('near'));
  expect(ids(await loadRegistry({ cwd, env }))).toEqual(['p/near']);
});

test("the plugin's options in OpenCode's files count, and other plugins' do not", async () => {
  const { write, project: cwd, env } = tempFolder();
  write(
    'home/.config/opencode/opencode.jsonc',
    `{
    // plugins
    "plugin": ["a", ["other", {"providers": 7}], ["opencode-remote-ssh@1.2.3", ${JSON.stringify(oneHost('mine'))}],]
  }`,
  );
  write('home/project/.opencode/opencode.json', {
    plugin: [
      ['file:///srv/opencode-remote-ssh/index.js', oneHost('ours')],
      ['opencode-remote-ssh-2', { wrong: true }],
    ],
  });
  const registry = await loadRegistry({ cwd, env });
  expect(ids(registry)).toEqual(['p/mine', 'p/ours']);
  expect(registry.files.map(({ role }) => role)).toEqual(['options', 'options']);
});

test("options that are given stand in place of OpenCode's files", async () => {
  const { write, project: cwd, env } = tempFolder();
  write('home/project/opencode.json', { plugin: [['opencode-remote-ssh', oneHost('read')]] });
  const registry = await loadRegistry({
    cwd,
    env,
    options: { path: '/opencode.json', value: oneHost('given') },
  });
  expect(ids(registry)).toEqual(['p/given']);
});

test('--config is read in place of all that would be found', async () => {
  const { write, path, project: cwd, env } = tempFolder();
  write('home/.orsshrc.json', oneHost('mine'));
  write('elsewhere/hosts.txt', 'providers: {q: {hosts: [{name: b, ssh: {host: b}}]}}');
  expect(ids(await loadRegistry({ cwd, env, configFile: '../../elsewhere/hosts.txt' }))).toEqual(['q/b']);
  for (const configFile of [join(path, 'nothing.json'), path]) {
    expect(await errorOf(() => loadRegistry({ cwd, env, configFile }))).toMatchObject({
      code: 'config_not_found',
    });
  }
});

test("several files of the user's own, or in one project's folder, are an error that names them", async () => {
  const { write, project: cwd, env } = tempFolder();
  const one = write('home/.orsshrc.yaml', oneHost('a'));
  const two = write('home/.config/orssh/config.json', oneHost('b'));
  const error = await errorOf(() => loadRegistry({ cwd, env }));
  expect(error.message).toContain(one);
  expect(error.message).toContain(two);
});

test("a project adds to the user's file, and its settings are for its own hosts", async () => {
  const { write, project: cwd, env } = tempFolder();
  write('home/.orsshrc.json', { directory: '/srv', ...oneHost('mine', { aliases: ['m'] }) });
  write('home/project/orssh.config.json', { leaseMode: 'exclusive', strategy: 'random', ...oneHost('ours') });
  const registry = await loadRegistry({ cwd, env });
  expect(registry.providers).toMatchObject([
    { name: 'p', strategy: 'random', hosts: [{ name: 'mine' }, { name: 'ours' }] },
  ]);
  expect(findHost(registry, 'm')?.settings).toMatchObject({ directory: '/srv', leaseMode: 'shared' });
  expect(findHost(registry, 'ours')?.settings).toMatchObject({ directory: '/srv', leaseMode: 'exclusive' });
  expect(registry.defaults).toMatchObject({ directory: '/srv', leaseMode: 'exclusive' });
});

test("a project may not loosen the enforcement for others' hosts", async () => {
  const { write, project: cwd, env } = tempFolder();
  write('home/.orsshrc.json', { enforcement: 'required', ...oneHost('mine') });
  write('home/project/orssh.config.json', { enforcement: 'off', ...oneHost('ours') });
  const registry = await loadRegistry({ cwd, env });
  expect(findHost(registry, 'mine')?.settings.enforcement).toBe('required');
  expect(registry.defaults.enforcement).toBe('required');
});

test('a provider overrides the top, and a host its provider', async () => {
  const { write, env } = tempFolder();
  const configFile = write(
    'hosts.yaml',
    `
idleTimeout: 1h
tunnel: {connectTimeoutMs: 1000, healthTimeoutMs: 1}
providers:
  gpu:
    labels: {gpu: true, env: prod, old: false}
    idleTimeout: 0
    tunnel: {connectTimeoutMs: 2000}
    hosts:
      - {name: a, ssh: {host: a}}
      - {name: b, ssh: {host: b, options: {Compression: true, ServerAliveInterval: 5}}, labels: [gpu, big], idleTimeout: 5m}
  empty: {}
`,
  );
  const { hosts, providers } = await loadRegistry({ env, configFile });
  expect(hosts[0]?.settings).toMatchObject({
    idleTimeout: '0',
    tunnel: { connectTimeoutMs: 2000, healthTimeoutMs: 1 },
  });
  expect(hosts[1]?.settings.idleTimeout).toBe('5m');
  expect(hosts.map(({ labels }) => labels)).toEqual([
    ['gpu', 'env=prod'],
    ['gpu', 'env=prod', 'big'],
  ]);
  expect(hosts[1]?.ssh.options).toEqual({ Compression: 'yes', ServerAliveInterval: '5' });
  expect(providers.map(({ name }) => name)).toEqual(['gpu', 'empty']);
});

test('providers may be a list, and a key beside the file is found from everywhere', async () => {
  const { write, path, env } = tempFolder();
  const host = { name: 'a', ssh: { host: 'a', identityFile: ['./key', '~/.ssh/id'] } };
  const configFile = write('hosts.json', { providers: [{ name: 'x', hosts: [host] }] });
  const { hosts } = await loadRegistry({ env, configFile });
  expect(hosts[0]).toMatchObject({ id: 'x/a', ssh: { identityFile: [join(path, 'key'), '~/.ssh/id'] } });
});

test('folders and links to nothing of that name are passed over, and said', async () => {
  const { home, project: cwd, env } = tempFolder();
  mkdirSync(join(home, '.orsshrc'));
  symlinkSync('/nowhere/at/all', join(cwd, 'orssh.config.json'));
  const { files, notices } = await loadRegistry({ cwd, env });
  expect(files).toEqual([]);
  expect(notices).toEqual([
    expect.stringContaining('.orsshrc is not a file'),
    expect.stringContaining('orssh.config.json is a link to a file that is not there'),
  ]);
});

function ids({ hosts }: Registry): string[] {
  return hosts.map(({ id }) => id);
}
