import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from '../run.js';
import { fakeCli } from '../testing/fake-cli.js';
import { tempHome } from '../testing/temp-home.js';

const home = tempHome();
const configFile = () => join(home.path, '.config/orssh/config.jsonc');
const config = `{
  // the lab's
  "providers": { "lab": { "labels": ["lab"], "hosts": [
    { "name": "gpu1", "aliases": ["trainer"], "labels": ["gpu"], "ssh": { "host": "10.0.0.1", "user": "me" } },
    { "name": "web1", "ssh": { "host": "web", "port": 2222 } }
  ] } }
}
`;

/** Lets us in everywhere but on `web`. */
const connectHost = (_target: string, { ssh }: { ssh?: { host: string } } = {}) => {
  if (ssh?.host === 'web') {
    const problem = { code: 'refused', host: 'web1', remedy: 'check that sshd runs there' };
    return Promise.reject(Object.assign(new Error('web1 refused the connection'), problem));
  }
  const destination = { user: 'me', host: ssh?.host, port: 22 };
  return Promise.resolve({ destination, close: () => Promise.resolve() });
};

async function hosts(...words: string[]) {
  const { env, path } = home;
  const libraries = {
    tunnel: () => import('@orssh/tunnel'),
    adaptor: () => Promise.resolve({ connectHost } as never),
  };
  const cli = fakeCli({ env, cwd: path, libraries });
  const code = await run(['hosts', ...words], cli);
  const lines = () =>
    cli.stdout.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, out: cli.stdout.text, err: cli.stderr.text, lines };
}

test('the list has what is configured, in its order', async () => {
  home.write('.config/orssh/config.jsonc', config);
  const { out } = await hosts('list');
  expect(out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['NAME', 'PROVIDER', 'ADDRESS', 'LABELS', 'LEASE', 'LAST'],
    ['gpu1, trainer', 'lab', 'me@10.0.0.1', 'lab, gpu', '-', '-'],
    ['web1', 'lab', 'web:2222', 'lab', '-', '-'],
    [''],
  ]);
});

test('labels and providers narrow the list, and a wrong one is said', async () => {
  home.write('.config/orssh/config.jsonc', config);
  expect((await hosts('list', '--label', 'gpu', '--json')).lines()).toEqual([
    expect.objectContaining({ id: 'lab/gpu1', address: 'me@10.0.0.1', file: configFile() }),
  ]);
  const { code, err } = await hosts('list', '--provider', 'lba');
  expect([code > 0, err]).toEqual([true, expect.stringContaining('lab')]);
});

test('without a configuration the list says how to get one', async () => {
  expect((await hosts('list')).out).toContain('orssh hosts add');
  expect((await hosts('list', '--json')).out).toBe('');
});

test('a first host makes the configuration, which only its user can read', async () => {
  const { code, out } = await hosts(
    'add',
    'web9',
    'me@10.0.0.9:2200',
    '--label',
    'env=prod',
    '--alias',
    'w9',
  );
  expect([code, out]).toEqual([0, `added default/web9 to ${configFile()}\n`]);
  const [shown] = (await hosts('show', 'w9', '--json')).lines();
  expect(shown).toMatchObject({
    line: expect.any(Number) as number,
    host: { id: 'default/web9', labels: ['env=prod'], file: { path: configFile() } },
    resolved: { user: 'me', host: '10.0.0.9', port: 2200 },
  });
});

test('a host that cannot be one leaves no file behind', async () => {
  const { code, err } = await hosts('add', 'no name', '10.0.0.9');
  expect([code > 0, err]).toEqual([true, expect.stringContaining('no name')]);
  expect(existsSync(configFile())).toBe(false);
});

test('comments stay when hosts come and go', async () => {
  home.write('.config/orssh/config.jsonc', config);
  await hosts('add', 'web2', 'web2.example', '--provider', 'lab');
  expect(readFileSync(configFile(), 'utf8')).toMatch(/\/\/ the lab's[^]*web2\.example/);
  expect((await hosts('remove', 'web2', '--yes')).code).toBe(0);
  expect(readFileSync(configFile(), 'utf8')).toMatch(/\/\/ the lab's(?![^]*web2)/);
});

test.each([['trainer'], ['web1']])('the name %s is not given twice', async (name) => {
  home.write('.config/orssh/config.jsonc', config);
  const { code, err } = await hosts('add', name, 'other');
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(new RegExp(`${name} is lab/.* already, in .*config.jsonc`)),
  ]);
  expect(readFileSync(configFile(), 'utf8')).toBe(config);
});

test('an address that ssh would take for an option is refused', async () => {
  const { code, err } = await hosts('add', 'web1', '--', '-oProxyCommand=true');
  expect([code > 0, err]).toEqual([true, expect.stringContaining('not an SSH target')]);
});

test('removing needs a yes, and the name of a host', async () => {
  home.write('.config/orssh/config.jsonc', config);
  expect((await hosts('remove', 'web1')).err).toContain('orssh hosts remove web1 --yes');
  expect((await hosts('remove', 'wbe1', '--yes')).err).toContain('did you mean web1?');
  expect(readFileSync(configFile(), 'utf8')).toBe(config);
});

test('hosts of ssh_config are imported once, and those that are known stay as they are', async () => {
  home.write('.config/orssh/config.jsonc', config);
  home.write('.ssh/config', 'Host web build *.internal\n  User ci\nHost staging\n');
  const first = (await hosts('import', '--all', '--provider', 'ssh', '--label', 'ci', '--json')).lines();
  expect(first.map(({ alias, imported, id }) => [alias, imported, id])).toEqual([
    ['web', false, 'lab/web1'],
    ['build', true, 'ssh/build'],
    ['staging', true, 'ssh/staging'],
  ]);
  const again = (await hosts('import', 'build', '--json')).lines();
  expect(again).toMatchObject([{ alias: 'build', imported: false, why: expect.any(String) as string }]);
  const [shown] = (await hosts('list', '--provider', 'ssh', '--json')).lines();
  expect(shown).toMatchObject({ name: 'build', address: 'build', labels: ['ci'] });
});

test('an alias that ssh_config does not have is not imported', async () => {
  home.write('.ssh/config', 'Host staging\n');
  expect((await hosts('import', 'stagign')).err).toContain('did you mean "staging"?');
  expect((await hosts('import')).err).toContain('staging');
  expect(existsSync(configFile())).toBe(false);
});

test('a test logs in everywhere, says what failed, and the list remembers it', async () => {
  home.write('.config/orssh/config.jsonc', config);
  const { code, out, err } = await hosts('test', '--all');
  expect(code).toBe(1);
  expect(out).toMatch(
    /^HOST +RESULT +AFTER +LOGIN\n.*gpu1 +ok .* me@10\.0\.0\.1:22\n.*web1 +refused .* -\n$/,
  );
  expect(err).toBe('error: web1 refused the connection\n  → check that sshd runs there\n');
  expect((await hosts('list', '--json')).lines()).toMatchObject([
    { name: 'gpu1', usedAt: expect.any(Number) as number },
    { name: 'web1', failedAt: expect.any(Number) as number, failure: 'refused' },
  ]);
  expect((await hosts('test', 'gpu1', '--json')).lines()).toMatchObject([
    { ok: true, login: 'me@10.0.0.1:22' },
  ]);
});

test('a test needs hosts', async () => {
  expect((await hosts('test')).code).toBe(2);
});

test('what is shown cannot steer the terminal', async () => {
  home.write('.config/orssh/config.jsonc', config.replace('"web"', '"web", "proxyCommand": "nc \\u202e%h"'));
  const { out, err } = await hosts('show', 'web1');
  expect(out + err).not.toContain('\u202e');
});
