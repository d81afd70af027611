import { jest } from '@jest/globals';

import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadRegistry } from '../load.js';
import { tempFolder } from '../testing/temp-folder.js';

/** A home whose configuration is old enough to be remembered; `write` replaces it. */
function home() {
  const { path } = tempFolder();
  const file = join(path, '.orsshrc.json');
  const env = { HOME: path, XDG_STATE_HOME: join(path, 'state') };
  const write = (name: string, more: object = {}) => {
    const hosts = [{ name, ssh: { host: 'a' } }];
    writeFileSync(file, JSON.stringify({ providers: { p: { hosts } }, ...more }));
  };
  const names = async () => (await loadRegistry({ cwd: path, env })).hosts.map((host) => host.name);
  const kept = () => {
    try {
      return readdirSync(join(path, 'state/opencode-remote-ssh/registry'));
    } catch {
      return [];
    }
  };
  return { path, file, env, write, names, kept };
}

/** The change time of a file cannot be set: the clock is moved on instead. */
function later(): void {
  const now = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(now + 10_000);
}

afterEach(() => {
  jest.restoreAllMocks();
});

test('what files came to is remembered once they are settled, and is the same', async () => {
  const { write, names, kept, path, env } = home();
  write('one', { defaults: { stubPort: 1 } });
  const read = await loadRegistry({ cwd: path, env });
  expect(kept()).toEqual([]);
  later();
  await names();
  expect(kept()).toHaveLength(1);
  const [file = ''] = kept();
  expect(statSync(join(path, 'state/opencode-remote-ssh/registry', file)).mode & 0o777).toBe(0o600);
  const recalled = await loadRegistry({ cwd: path, env });
  expect(recalled).toEqual(read);
  expect(recalled.notices).toHaveLength(1);
});

test('a file that changed is read, whatever times it claims', async () => {
  const { write, names, file } = home();
  write('one');
  const { atime, mtime } = statSync(file);
  later();
  expect([await names(), await names()]).toEqual([['one'], ['one']]);
  write('two');
  utimesSync(file, atime, mtime);
  expect(await names()).toEqual(['two']);
});

test('what is remembered and damaged is read again', async () => {
  const { write, names, kept, path } = home();
  write('one');
  later();
  await names();
  for (const name of kept())
    writeFileSync(join(path, 'state/opencode-remote-ssh/registry', name), '{"hosts": [');
  expect(await names()).toEqual(['one']);
});

test('a project’s file and programs are read each time', async () => {
  const { path, env, kept, write } = home();
  write('one');
  const hosts = [{ name: 'two', ssh: { host: 'b' } }];
  const project = join(path, 'project');
  mkdirSync(project);
  writeFileSync(join(project, '.orsshrc.json'), JSON.stringify({ providers: { q: { hosts } } }));
  later();
  const { hosts: both } = await loadRegistry({ cwd: project, env });
  expect(both.map(({ name }) => name)).toEqual(['one', 'two']);
  expect(kept()).toEqual([]);
});
