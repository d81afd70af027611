import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { build } from 'esbuild';

import { pickHost } from '../select/pick-host.js';
import { registryOf } from '../testing/registry-of.js';
import { tempFolder } from '../testing/temp-folder.js';
import { usageInFiles } from './usage-store.js';

const stateFile = 'home/.local/state/opencode-remote-ssh/usage.json';

test('what was used and what failed is there for the next process, and nobody else', async () => {
  const { path, env } = tempFolder();
  await usageInFiles({ env, now: () => 5 }).failed('p/a', 'x'.repeat(10_000));
  await usageInFiles({ env, now: () => 7 }).used('p/b');
  const { hosts } = await usageInFiles({ env }).read();
  expect(hosts).toEqual({ 'p/a': { failedAt: 5, failure: 'x'.repeat(200) }, 'p/b': { usedAt: 7 } });
  await usageInFiles({ env, now: () => 9 }).used('p/a');
  expect((await usageInFiles({ env }).read()).hosts['p/a']).toEqual({ usedAt: 9 });
  expect(statSync(join(path, stateFile)).mode & 0o777).toBe(0o600);
});

test.each(['', '{', '[]', '7', 'null', '{"hosts": 3, "cursors": [1]}', '{"hosts": {"a": {"usedAt": "x"}}}'])(
  'a damaged file (%j) is as good as none',
  async (damaged) => {
    const { write, env } = tempFolder();
    write(stateFile, damaged);
    const store = usageInFiles({ env, now: () => 1 });
    expect((await store.read()).cursors).toEqual({});
    await store.used('p/a');
    expect((await store.read()).hosts['p/a']).toEqual({ usedAt: 1 });
  },
);

test('the oldest are forgotten where there are too many', async () => {
  const { write, path, env } = tempFolder();
  const hosts = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, at) => [`p/h${at}`, { usedAt: at + 1 }]),
  );
  write(stateFile, { hosts, cursors: {} });
  await usageInFiles({ env, now: () => 20_000 }).used('p/new');
  const stored = JSON.parse(readFileSync(join(path, stateFile), 'utf8')) as { hosts: object };
  expect(Object.keys(stored.hosts)).toHaveLength(10_000);
  expect(stored.hosts).toHaveProperty(['p/new']);
  expect(stored.hosts).not.toHaveProperty(['p/h0']);
});

test('processes that pick at once lose no turn', async () => {
  const { path, env, write } = tempFolder();
  const source = new URL('../index.ts', import.meta.url).pathname;
  const entry = write(
    'pick.mts',
    `
    import { pickHost, usageInFiles } from ${JSON.stringify(source)};
    const registry = ${JSON.stringify(
      registryOf(
        ['a', 'b', 'c'].map((name) => ({ name })),
        'round_robin',
      ),
    )};
    const store = usageInFiles();
    for (let turn = 0; turn < 15; turn += 1) {
      const { target } = await store.pick((usage) => pickHost(registry, { all: true }, { usage }));
      console.log(target);
      await store.used('p/extra-' + process.pid + '-' + turn);
    }`,
  );
  const outfile = join(path, 'pick.mjs');
  const banner = {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  };
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner,
    logLevel: 'error',
  });
  const run = promisify(execFile);
  const outputs = await Promise.all(
    Array.from({ length: 4 }, () => run(process.execPath, [outfile], { env })),
  );
  const picked = outputs.flatMap(({ stdout }) => stdout.trim().split('\n'));
  const times = (target: string) => picked.filter((one) => one === target).length;
  expect([times('p/a'), times('p/b'), times('p/c')]).toEqual([20, 20, 20]);
  const { hosts } = await usageInFiles({ env }).read();
  expect(Object.keys(hosts)).toHaveLength(3 + 60);
});

test('picking remembers the turn', async () => {
  const { env } = tempFolder();
  const registry = registryOf([{ name: 'a' }, { name: 'b' }], 'round_robin');
  const store = usageInFiles({ env });
  const pick = () => store.pick((usage) => pickHost(registry, { all: true }, { usage }));
  expect([(await pick()).target, (await pick()).target, (await pick()).target]).toEqual([
    'p/a',
    'p/b',
    'p/a',
  ]);
});
