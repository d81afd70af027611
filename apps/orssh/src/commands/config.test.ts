import { join } from 'node:path';

import { run } from '../run.js';
import { fakeCli } from '../testing/fake-cli.js';
import { tempHome } from '../testing/temp-home.js';

const home = tempHome();
const own = '.config/orssh/config.jsonc';
const hosts = (name: string, ssh = '"host": "h"') =>
  `{ "providers": { "${name}s": { "hosts": [{ "name": "${name}", "ssh": { ${ssh} } }] } } }`;

async function config(...words: string[]) {
  const { env, path } = home;
  const cli = fakeCli({ env, cwd: join(path, 'project') });
  const code = await run(['config', ...words], cli);
  const lines = () =>
    cli.stdout.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, out: cli.stdout.text, err: cli.stderr.text, lines };
}

test('where there is no file the place of the own one is named', async () => {
  home.write('project/README', '');
  expect((await config('path', '--json')).lines()).toEqual([
    { path: join(home.path, own), role: 'user', state: 'not_there' },
  ]);
});

test('files are listed in the order in which they are read, a broken one as broken', async () => {
  home.write(own, hosts('mine'));
  home.write('project/orssh.config.json', '{ "providers": 3 }');
  expect((await config('path', '--json')).lines()).toMatchObject([
    { role: 'user', state: 'read' },
    { role: 'project', state: 'broken' },
  ]);
});

test("a project's file that runs something is passed over until a person trusts it", async () => {
  const file = home.write(
    'project/orssh.config.json',
    hosts('theirs', '"host": "h", "proxyCommand": "nc %h %p"'),
  );
  const state = async () =>
    (await config('path', '--json')).lines().find(({ path }) => path === file)?.['state'];
  expect(await state()).toBe('not_trusted');
  expect((await config('trust')).err).toContain(`orssh config trust ${file} --yes`);
  expect(await state()).toBe('not_trusted');
  const [trusted] = (await config('trust', '--yes', '--json')).lines();
  expect(trusted).toMatchObject({ trusted: true, file, runs: [expect.stringContaining('nc %h %p')] });
  expect(await state()).toBe('read');
  expect((await config('trust', '--yes')).code).toBe(1);
  home.write('project/orssh.config.json', hosts('theirs', '"host": "h", "proxyCommand": "evil"'));
  expect(await state()).toBe('not_trusted');
});

test('a file is trusted by its path from anywhere', async () => {
  home.write('project/README', '');
  const file = home.write('other/orssh.config.json', hosts('theirs', '"host": "h", "proxyCommand": "nc"'));
  expect((await config('trust', '../other/orssh.config.json', '--yes', '--json')).lines()).toMatchObject([
    { file },
  ]);
});

test('what the files say together is printed, with the file of each host', async () => {
  const mine = home.write(own, hosts('mine'));
  const theirs = home.write('project/orssh.config.json', hosts('theirs'));
  const [whole] = (await config('print', '--json')).lines();
  expect(whole?.['providers']).toMatchObject([
    { name: 'mines', hosts: [{ name: 'mine', file: mine }] },
    { name: 'theirss', hosts: [{ name: 'theirs', file: theirs }] },
  ]);
  const { out } = await config('print', 'mine');
  expect(JSON.parse(out)).toMatchObject({ id: 'mines/mine', settings: { leaseMode: 'shared' } });
});

test('every problem is said, with its place and what to do', async () => {
  const file = home.write(own, '{\n  "provders": {},\n  "leaseMode": "often"\n}');
  const { code, out } = await config('check');
  expect(code).toBe(1);
  expect(out).toContain(`${file}:3: leaseMode`);
  expect(out).toMatch(/provders[^]*→ did you mean "providers"\?/);
});

test('a good configuration is said to be one', async () => {
  home.write(own, hosts('mine'));
  expect(await config('check')).toMatchObject({
    code: 0,
    out: expect.stringContaining('1 host in') as string,
  });
});

test('the schema is one for editors', async () => {
  const { out } = await config('schema');
  expect(JSON.parse(out)).toMatchObject({ type: 'object', properties: { providers: {} } });
});
