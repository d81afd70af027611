import { chmodSync, chownSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { describeFiles, distrustFile, findHost, isTrusted, loadRegistry, trustFile } from '../index.js';
import { errorOf } from '../testing/error-of.js';
import { tempFolder } from '../testing/temp-folder.js';

const withSsh = (ssh: object) => ({
  providers: { p: { hosts: [{ name: 'a', ssh: { host: 'a', ...ssh } }] } },
});

test("a project's program is not run before a person trusts it, and not again after it changed", async () => {
  const { write, project: cwd, env } = tempFolder();
  const program = `export default ${JSON.stringify(withSsh({}))};`;
  const file = write('home/project/orssh.config.mjs', `globalThis.itRan = true; ${program}`);
  const untrusted = await loadRegistry({ cwd, env });
  expect(untrusted.files).toEqual([]);
  expect(untrusted.notices).toEqual([
    `${file} is passed over: it would run as a program on this machine. Look at it; to use it as it is now: orssh config trust ${file}`,
  ]);
  expect(globalThis).not.toHaveProperty('itRan');
  await trustFile(file, { env });
  expect((await loadRegistry({ cwd, env })).hosts).toHaveLength(1);
  expect(globalThis).toHaveProperty('itRan');
  write('home/project/orssh.config.mjs', `${program} // changed`);
  expect(isTrusted(file, { env })).toBe(false);
  expect((await loadRegistry({ cwd, env })).files).toEqual([]);
});

test.each([
  [{ proxyCommand: '/bin/evil %h' }, /it would run "\/bin\/evil %h" to reach p\/a/],
  [{ options: { ProxyCommand: 'evil' } }, /it would set ssh's ProxyCommand to "evil" for p\/a/],
  [{ options: { pkcs11provider: '/x.so' } }, /pkcs11provider/],
  [{ options: { KnownHostsCommand: 'x' } }, /KnownHostsCommand/],
  [{ options: { SecurityKeyProvider: 'x' } }, /SecurityKeyProvider/],
  [{ options: { LocalCommand: 'x', PermitLocalCommand: true } }, /LocalCommand .*\(and 1 more/],
  [{ options: { StrictHostKeyChecking: false } }, /StrictHostKeyChecking/],
  [{ options: { ForwardAgent: true } }, /ForwardAgent/],
])("a project's %j is passed over until it is trusted, in every kind of file", async (ssh, notice) => {
  for (const [name, content] of [
    ['orssh.config.json', withSsh(ssh)],
    ['package.json', { orssh: withSsh(ssh) }],
    ['opencode.json', { plugin: [['opencode-remote-ssh', withSsh(ssh)]] }],
  ] as const) {
    const { write, project: cwd, env } = tempFolder();
    const file = write(`home/project/${name}`, content);
    const before = await loadRegistry({ cwd, env });
    expect(before.hosts).toEqual([]);
    expect(before.notices).toEqual([expect.stringMatching(notice)]);
    await trustFile(file, { env });
    expect((await loadRegistry({ cwd, env })).hosts).toHaveLength(1);
  }
});

test('what only tunes a connection, a file of your own, and a named file need no trust', async () => {
  const { write, project: cwd, env } = tempFolder();
  const file = write(
    'home/project/orssh.config.json',
    withSsh({ options: { Compression: true, connectTimeout: 5 } }),
  );
  expect((await loadRegistry({ cwd, env })).hosts).toHaveLength(1);
  write('home/project/orssh.config.json', withSsh({ proxyCommand: 'nc %h %p' }));
  expect((await loadRegistry({ cwd, env, configFile: file })).hosts).toHaveLength(1);
  write('home/.orsshrc.mjs', `export default ${JSON.stringify(withSsh({ proxyCommand: 'x' }))}`);
  expect((await loadRegistry({ cwd: '/', env })).hosts).toHaveLength(1);
});

test('trust is remembered where others cannot read it, is of the file behind a link, and can be taken back', async () => {
  const { write, path, home, env } = tempFolder();
  const file = write('a.mjs', 'export default {}');
  symlinkSync(file, join(path, 'link.mjs'));
  await Promise.all([trustFile(join(path, 'link.mjs'), { env }), trustFile(write('b.mjs', ''), { env })]);
  expect(isTrusted(file, { env })).toBe(true);
  expect(isTrusted(join(path, 'b.mjs'), { env })).toBe(true);
  const state = join(home, '.local/state/opencode-remote-ssh');
  expect(statSync(join(state, 'trusted-files.json')).mode & 0o777).toBe(0o600);
  expect(statSync(state).mode & 0o777).toBe(0o700);
  expect(await distrustFile(file, { env })).toBe(true);
  expect(await distrustFile(file, { env })).toBe(false);
  expect(isTrusted(file, { env })).toBe(false);
  expect(await errorOf(() => trustFile(join(path, 'c'), { env }))).toMatchObject({
    code: 'config_not_found',
  });
});

test('a damaged list trusts nothing', async () => {
  const { write, env } = tempFolder();
  const file = write('a.mjs', 'export default {}');
  for (const damaged of ['', '[]', '7', '{"__proto__": 1}', '\0']) {
    write('home/.local/state/opencode-remote-ssh/trusted-files.json', damaged);
    expect(isTrusted(file, { env })).toBe(false);
  }
  await trustFile(file, { env });
  expect(isTrusted(file, { env })).toBe(true);
});

test('a found file that everybody may write is refused', async () => {
  const { write, project: cwd, env } = tempFolder();
  const file = write('home/.orsshrc.json', withSsh({}));
  chmodSync(file, 0o646);
  const error = await errorOf(() => loadRegistry({ cwd, env }));
  expect(error.code).toBe('config_unreadable');
  expect(error.remedy).toContain(`chmod o-w ${file}`);
  expect((await loadRegistry({ cwd, env, configFile: file })).hosts).toHaveLength(1);
});

const root = process.getuid?.() === 0;

(root ? test : test.skip)("a found file of another user's is refused", async () => {
  const { write, project: cwd, env } = tempFolder();
  const file = write('home/project/orssh.config.json', withSsh({}));
  chownSync(file, 12_345, 12_345);
  const error = await errorOf(() => loadRegistry({ cwd, env }));
  expect(error.code).toBe('config_unreadable');
  expect(error.message).toContain('belongs to another user (uid 12345)');
});

test('a project’s host in the place of an alias of ssh_config needs trust; the alias itself does not', async () => {
  const { write, project: cwd, env } = tempFolder();
  write('home/.ssh/config', 'Host a prod\n  HostName 10.0.0.1\n');
  const file = write('home/project/orssh.config.json', withSsh({ host: 'elsewhere.example.com' }));
  const before = await loadRegistry({ cwd, env });
  expect(before.hosts).toEqual([]);
  expect(before.notices).toEqual([
    expect.stringMatching(/put another host in the place of a of your ssh_config/),
  ]);
  await trustFile(file, { env });
  expect((await loadRegistry({ cwd, env })).hosts).toHaveLength(1);
  write('home/project/orssh.config.json', withSsh({}));
  expect((await loadRegistry({ cwd, env })).hosts).toHaveLength(1);
});

test.each([
  [{ name: 'a', ssh: { host: 'a', proxyJump: 'known.example.com', hostKeyAlias: 'known.example.com' } }],
  [{ name: 'b', ssh: { host: 'a', hostKeyAlias: 'known.example.com' } }],
  [{ name: 'b', aliases: ['a'], ssh: { host: 'a', port: 2222 } }],
  [{ name: 'a', ssh: { host: 'a', user: 'somebody' } }],
])('a project’s host that leads elsewhere by an alias of ssh_config needs trust: %j', async (host) => {
  const { write, project: cwd, env } = tempFolder();
  write('home/.ssh/config', 'Host a\n  HostName 10.0.0.1\n');
  const file = write('home/project/orssh.config.json', { providers: { p: { hosts: [host] } } });
  const before = await loadRegistry({ cwd, env });
  expect(findHost(before, 'a')).toBeUndefined();
  expect(before.notices).toEqual([
    expect.stringMatching(/another host in the place of a of your ssh_config/),
  ]);
  await trustFile(file, { env });
  expect(findHost(await loadRegistry({ cwd, env }), 'a')?.ssh).toEqual(host.ssh);
});

test.each([
  [
    { enforcement: 'required' },
    { enforcement: 'best-effort' },
    /would loosen enforcement to best-effort for p\/b/,
  ],
  [{}, { enforcement: 'off' }, /would loosen enforcement to off for p\/b/],
  [{ network: 'none' }, { network: 'full' }, /loosen network to full/],
  [{ maxProcesses: 10 }, { maxProcesses: 20 }, /loosen maxProcesses to 20/],
])('with %j of one’s own a project’s hosts with %j need trust', async (own, loose, notice) => {
  for (const config of [
    { providers: { p: { hosts: [{ name: 'b', ssh: { host: 'b' }, ...loose }] } } },
    { providers: { p: { ...loose, hosts: [{ name: 'b', ssh: { host: 'b' } }] } } },
    { ...loose, providers: { p: { hosts: [{ name: 'b', ssh: { host: 'b' } }] } } },
  ]) {
    const { write, project: cwd, env } = tempFolder();
    write('home/.orsshrc.json', own);
    const file = write('home/project/orssh.config.json', config);
    const before = await loadRegistry({ cwd, env });
    expect([before.hosts, before.notices]).toEqual([[], [expect.stringMatching(notice)]]);
    expect(await describeFiles({ cwd, env })).toMatchObject([{ state: 'read' }, { state: 'not_trusted' }]);
    await trustFile(file, { env });
    expect(findHost(await loadRegistry({ cwd, env }), 'b')?.settings).toMatchObject(loose);
  }
});

test('a project’s hosts that are held as the person’s own files want, or more, need no trust', async () => {
  const { write, project: cwd, env } = tempFolder();
  write('home/.orsshrc.json', { enforcement: 'off', maxProcesses: 10 });
  write('home/project/orssh.config.json', {
    network: 'none',
    ...{
      providers: { p: { hosts: [{ name: 'b', ssh: { host: 'b' }, enforcement: 'off', maxProcesses: 5 }] } },
    },
  });
  expect((await loadRegistry({ cwd, env })).notices).toEqual([]);
});
