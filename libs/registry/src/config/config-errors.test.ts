import { loadRegistry } from '../load.js';
import { errorOf } from '../testing/error-of.js';
import { tempFolder } from '../testing/temp-folder.js';

async function problemsOf(content: unknown, name = 'hosts.json') {
  const { write, env } = tempFolder();
  const configFile = write(name, content);
  return errorOf(() => loadRegistry({ env, configFile }));
}

const withHost = (host: object) => ({
  providers: { gpu: { hosts: [{ name: 'a', ssh: { host: 'a' }, ...host }] } },
});

test('every problem is told, with line, path, what was found, and what to do', async () => {
  const text = `
providers:
  gpu:
    strategy: round-robin
    hosts:
      - name: a
        ssh:
          host: a
          port: 70000
          proxyJmp: jump
        lables: [x]
`;
  const error = await problemsOf(text, 'hosts.yaml');
  expect(error.code).toBe('config_invalid');
  expect(error.message).toMatch(
    /hosts\.yaml, line 4: providers\.gpu\.strategy is "round-robin"; .* \(and 3 more\)$/,
  );
  expect(error.problems.map(({ line, path, remedy }) => ({ line, path, remedy }))).toEqual([
    { line: 4, path: 'providers.gpu.strategy', remedy: 'did you mean "round_robin"?' },
    { line: 9, path: 'providers.gpu.hosts[0].ssh.port', remedy: 'Write a port from 1 to 65535.' },
    { line: 10, path: 'providers.gpu.hosts[0].ssh.proxyJmp', remedy: 'did you mean "proxyJump"?' },
    { line: 11, path: 'providers.gpu.hosts[0].lables', remedy: 'did you mean "labels"?' },
  ]);
});

test.each([
  [{ leaseMod: 'shared' }, 'leaseMod', 'is not a setting', 'did you mean "leaseMode"?'],
  [{ xyz: 1 }, 'xyz', 'is not a setting', 'Remove it; known here: $schema, strategy,'],
  [
    { leaseMode: 'exclusiv' },
    'leaseMode',
    'is "exclusiv"; expected "shared" or "exclusive"',
    'did you mean "exclusive"?',
  ],
  [{ providers: 7 }, 'providers', 'is 7; expected an object or a list', ''],
  [[1, 2], '', 'the configuration is a list of 2; expected an object', ''],
  ['"text"', '', 'the configuration is "text"; expected an object', ''],
  [{ idleTimeout: 'soon' }, 'idleTimeout', 'is "soon"; expected a duration', ''],
  [{ idleTimeout: 30 }, 'idleTimeout', 'is 30; expected', ''],
  [{ agentIdleMs: 0 }, 'agentIdleMs', 'is 0; expected at least 1000', ''],
  [{ tunnel: { connectTimeoutMs: 0 } }, 'tunnel.connectTimeoutMs', 'is 0; expected at least 1', ''],
  [
    { tunnel: { conectTimeoutMs: 5 } },
    'tunnel.conectTimeoutMs',
    'is not',
    'did you mean "connectTimeoutMs"?',
  ],
  [{ installRoot: 'relative' }, 'installRoot', 'is "relative"; expected a folder below / or ~/', ''],
  [{ installRoot: '~/a/../b' }, 'installRoot', 'expected a folder', ''],
  [{ directory: 'app' }, 'directory', 'expected an absolute path', ''],
  [{ providers: { 'a b': {} } }, 'providers["a b"]', 'cannot have this name', ''],
  [{ providers: { p: { hosts: [{ name: 'a' }] } } }, 'providers.p.hosts[0].ssh', 'is missing', 'Add it.'],
  [{ providers: [{ hosts: [] }] }, 'providers[0].name', 'is missing', 'Add it.'],
  [
    withHost({ ssh: { host: '-oProxyCommand=x' } }),
    'providers.gpu.hosts[0].ssh.host',
    'expected a host name',
    '',
  ],
  [
    withHost({ ssh: { host: 'ops@web' } }),
    'providers.gpu.hosts[0].ssh.host',
    'user and port in settings',
    '',
  ],
  [withHost({ ssh: { host: 'web:22' } }), 'providers.gpu.hosts[0].ssh.host', 'user and port in settings', ''],
  [withHost({ ssh: { host: 'a', user: '-l' } }), 'providers.gpu.hosts[0].ssh.user', 'a user name', ''],
  [
    withHost({ ssh: { host: 'a', proxyJump: 'x,-oy' } }),
    'providers.gpu.hosts[0].ssh.proxyJump',
    'jump hosts',
    '',
  ],
  [
    withHost({ ssh: { host: 'a', proxyCommand: 'a\nb' } }),
    'providers.gpu.hosts[0].ssh.proxyCommand',
    'control',
    '',
  ],
  [
    withHost({ ssh: { host: 'a', identityFile: ['ok', 3] } }),
    'providers.gpu.hosts[0].ssh.identityFile[1]',
    'is 3; expected text',
    '',
  ],
  [
    withHost({ ssh: { host: 'a', options: { Include: 'x' } } }),
    'providers.gpu.hosts[0].ssh.options.Include',
    'cannot have this name',
    '',
  ],
  [withHost({ name: 'a/b' }), 'providers.gpu.hosts[0].name', 'expected a name', ''],
  [withHost({ labels: ['a b'] }), 'providers.gpu.hosts[0].labels[0]', 'expected a label', ''],
  [withHost({ labels: { gpu: [] } }), 'providers.gpu.hosts[0].labels.gpu', 'is a list of 0; expected', ''],
  [withHost({ aliases: 'b' }), 'providers.gpu.hosts[0].aliases', 'is "b"; expected a list', ''],
])('%j is refused', async (content, path, message, remedy) => {
  const { code, problems } = await problemsOf(content);
  expect([code, problems[0]?.path]).toEqual(['config_invalid', path]);
  expect(problems[0]?.message).toContain(message);
  expect(problems[0]?.remedy).toContain(remedy);
});

test.each([
  { host: 'fe80::1%eth0', user: 'DOMAIN.user', hostKeyAlias: 'a.b' },
  { host: '::1' },
  { host: 'alias_1' },
  { host: 'a', proxyJump: 'ops@jump:22,[::1]:2222' },
  { host: 'a', proxyJump: 'none' },
  { host: 'a', proxyCommand: 'nc -X 5 %h %p', options: { IdentityAgent: '~/x y' } },
])('ssh settings %j are taken', async (ssh) => {
  const { write, env } = tempFolder();
  const { hosts } = await loadRegistry({ env, configFile: write('hosts.json', withHost({ ssh })) });
  expect(hosts[0]?.ssh).toEqual(ssh);
});

test('a setting at the top and another one in defaults contradict each other', async () => {
  const { problems } = await problemsOf({
    strategy: 'random',
    leaseMode: 'shared',
    tunnel: { healthTimeoutMs: 1 },
    defaults: { selectionStrategy: 'round_robin', leaseMode: 'shared', tunnel: { healthTimeoutMs: 2 } },
  });
  expect(problems.map(({ path }) => path)).toEqual([
    'defaults.selectionStrategy',
    'defaults.tunnel.healthTimeoutMs',
  ]);
  expect(problems[0]?.message).toBe(
    'defaults.selectionStrategy is "round_robin", while strategy is "random"',
  );
});

test('a name or an alias that is taken names both places', async () => {
  const { write, project: cwd, env } = tempFolder();
  const mine = write(
    'home/.orsshrc.yaml',
    'providers:\n  p:\n    hosts:\n      - {name: a, aliases: [b], ssh: {host: a}}\n',
  );
  const ours = write(
    'home/project/orssh.config.yaml',
    'providers:\n  q:\n    hosts:\n      - {name: b, ssh: {host: b}}\n',
  );
  const error = await errorOf(() => loadRegistry({ cwd, env }));
  expect(error.code).toBe('duplicate');
  expect(error.message).toBe(
    `${ours}, line 4: providers.q.hosts[0].name is "b", which is already an alias of p/a in ${mine}, line 4`,
  );
});

test('the same host twice, and the same provider twice in a list, are found; an alias like its name harms nobody', async () => {
  const a = { name: 'a', aliases: ['a', 'z', 'z'], ssh: { host: 'a' } };
  const error = await problemsOf({ providers: [{ name: 'p', hosts: [a, a] }, { name: 'p' }] });
  expect(error.problems.map(({ path }) => path)).toEqual(['providers[1].name', 'providers[0].hosts[1].name']);
});

test('problems of all files are in one error', async () => {
  const { write, project: cwd, env } = tempFolder();
  write('home/.orsshrc.json', { leaseMode: 1 });
  write('home/project/package.json', { name: 'x', orssh: { agent: 'nobody' } });
  write('home/project/opencode.json', { plugin: ['x', ['opencode-remote-ssh', { onSteal: 'run' }]] });
  const { problems } = await errorOf(() => loadRegistry({ cwd, env }));
  expect(problems.map(({ path }) => path)).toEqual(['leaseMode', 'orssh.agent', 'plugin[1][1].onSteal']);
  expect(problems.map(({ line }) => line)).toEqual([2, 4, 7]);
});
