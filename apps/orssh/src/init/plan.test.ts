import {
  appendFile,
  chmod,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { carryOut, type Editing, type Plan } from './plan.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orssh-plan-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const now = new Date('2026-03-04T05:06:07.890Z');
const editing: Editing = {
  createConfig: ({ file }) => writeFile(file, 'new\n'),
  addHost: ({ file, host }) => appendFile(file, `${host.name}\n`),
};
const host = (name: string) => ({ target: name, name, ssh: { host: name } });
const hosts = (...names: string[]): Plan['hosts'] => ({
  file: join(folder, 'config.jsonc'),
  provider: 'hosts',
  labels: [],
  hosts: names.map(host),
});
const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

test('a new file is made, and has no backup', async () => {
  expect(await carryOut({ hosts: hosts('web1', 'web2') }, editing, now)).toEqual({ backups: [] });
  expect(await read('config.jsonc')).toBe('new\nweb1\nweb2\n');
});

test('a file that was there is added to, and kept as it was beside it', async () => {
  await writeFile(join(folder, 'config.jsonc'), '// mine\n');
  const { backups } = await carryOut({ hosts: hosts('web1') }, editing, now);
  expect(backups).toEqual([join(folder, 'config.jsonc.bak-20260304T050607Z')]);
  expect(await read('config.jsonc')).toBe('// mine\nweb1\n');
  expect(await read('config.jsonc.bak-20260304T050607Z')).toBe('// mine\n');
});

test('a second backup in the same second does not replace the first', async () => {
  await writeFile(join(folder, 'config.jsonc'), '1\n');
  await carryOut({ hosts: hosts('a') }, editing, now);
  await carryOut({ hosts: hosts('b') }, editing, now);
  expect(await read('config.jsonc.bak-20260304T050607Z')).toBe('1\n');
  expect(await read('config.jsonc.bak-20260304T050607Z-2')).toBe('1\na\n');
});

test('what fails takes everything back', async () => {
  const [config, opencode] = [join(folder, 'config.jsonc'), join(folder, 'opencode.json')];
  await writeFile(config, 'mine\n');
  await writeFile(opencode, 'old\n');
  const failing: Editing = {
    ...editing,
    addHost: async (change) => {
      if (change.host.name === 'bad') throw new Error('no');
      await editing.addHost(change);
    },
  };
  const plugin = { file: opencode, before: 'old\n', after: 'new\n' };
  await expect(carryOut({ hosts: hosts('good', 'bad'), plugin }, failing, now)).rejects.toThrow('no');
  expect([await read('config.jsonc'), await read('opencode.json')]).toEqual(['mine\n', 'old\n']);
  expect(await readdir(folder)).toEqual(['config.jsonc', 'opencode.json']);
});

test('a file that changed while the questions were asked is left alone', async () => {
  await writeFile(join(folder, 'opencode.json'), 'newer\n');
  const plugin = { file: join(folder, 'opencode.json'), before: 'old\n', after: 'mine\n' };
  await expect(carryOut({ plugin }, editing, now)).rejects.toThrow(/changed by somebody else/);
  expect(await read('opencode.json')).toBe('newer\n');
});

test('a link stays a link, and the mode stays', async () => {
  await writeFile(join(folder, 'real.json'), 'old\n');
  await chmod(join(folder, 'real.json'), 0o640);
  await symlink('real.json', join(folder, 'opencode.json'));
  const plugin = { file: join(folder, 'opencode.json'), before: 'old\n', after: 'new\n' };
  await carryOut({ plugin }, editing, now);
  expect((await lstat(join(folder, 'opencode.json'))).isSymbolicLink()).toBe(true);
  expect(await read('real.json')).toBe('new\n');
  expect((await stat(join(folder, 'real.json'))).mode & 0o777).toBe(0o640);
});
