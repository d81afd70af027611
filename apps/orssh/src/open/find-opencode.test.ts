import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fakeCli } from '../testing/fake-cli.js';
import { tempHome } from '../testing/temp-home.js';
import { findOpencode } from './find-opencode.js';

const home = tempHome();

/** A program that says this version, and that what it really is lies elsewhere. */
function program(name: string, says: string, real = ''): string {
  const file = home.write(
    name,
    `#!/bin/sh\ncase $1 in --version) echo '${says}' ;; *) printf '%s' '${real}' ;; esac\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

async function find(env: NodeJS.ProcessEnv = {}, opencode?: string): Promise<{ file: string }> {
  const cli = fakeCli({ env: { ...home.env, PATH: '/usr/bin:/bin', ...env }, cwd: home.path });
  const { file, checked } = await findOpencode(cli, { opencode });
  await checked;
  return { file };
}

test('the one on PATH is found', async () => {
  const file = program('bin/opencode', '1.18.33');
  expect(await find({ PATH: `${join(home.path, 'bin')}:/usr/bin:/bin` })).toEqual({ file });
});

test('the option counts for more than the environment, and that for more than PATH', async () => {
  const onPath = program('bin/opencode', '1.18.1');
  const named = program('other/opencode', '1.19.0');
  const env = { PATH: `${join(home.path, 'bin')}:/usr/bin:/bin`, OPENCODE_BIN_PATH: named };
  expect(await find(env)).toMatchObject({ file: named });
  expect(await find(env, 'bin/opencode')).toMatchObject({ file: onPath });
});

test('where its installer puts it, it is found without PATH', async () => {
  const file = program('.opencode/bin/opencode', '2.0.0-beta.1');
  expect(await find()).toEqual({ file });
});

test('of a script that starts it the program itself is used', async () => {
  const real = program('lib/opencode', '1.18.33');
  program('bin/opencode', '1.18.33', real);
  expect(await find({}, 'bin/opencode')).toMatchObject({ file: real });
});

test('one that was seen is not asked again, until it changes', async () => {
  const asked = join(home.path, 'asked');
  const says = (version: string): string =>
    `#!/bin/sh\necho "$1" >> '${asked}'\ncase $1 in --version) echo '${version}' ;; *) printf %s "$0" ;; esac\n`;
  const file = home.write('bin/opencode', says('1.18.33'));
  chmodSync(file, 0o755);
  symlinkSync(file, join(home.path, 'link'));
  for (const name of ['bin/opencode', 'bin/opencode', './link'])
    expect(await find({}, name)).toEqual({ file });
  expect(readFileSync(asked, 'utf8').match(/--version/g)).toHaveLength(1);
  writeFileSync(file, says('1.17.10'));
  await expect(find({}, 'bin/opencode')).rejects.toMatchObject({ code: 'no_opencode' });
});

test('of a script that starts now this and now that one, each is asked', async () => {
  const real = program('lib/opencode', '1.18.33');
  program('bin/opencode', '1.18.33', real);
  await find({}, 'bin/opencode');
  const older = program('older/opencode', '1.17.10');
  program('bin/opencode', '1.17.10', older);
  await expect(find({}, 'bin/opencode')).rejects.toMatchObject({ code: 'no_opencode' });
});

test.each([
  ['1.17.20', /is OpenCode 1\.17\.20; 1\.18\.0 or newer is needed/, 'opencode upgrade'],
  [
    'postinstall was not run',
    /is no OpenCode that works: postinstall was not run/,
    'npm install -g opencode-ai',
  ],
])('one that says %s is refused', async (says, message, remedy) => {
  program('bin/opencode', says);
  await expect(find({}, 'bin/opencode')).rejects.toMatchObject({
    code: 'no_opencode',
    message: expect.stringMatching(message) as string,
    remedy: expect.stringContaining(remedy) as string,
  });
});

test('where there is none, it is said how to get it', async () => {
  await expect(find()).rejects.toMatchObject({
    message: expect.stringContaining('not on this machine') as string,
    remedy: expect.stringContaining('install it') as string,
  });
});

test('a name that is no program is told with where it was written', async () => {
  mkdirSync(join(home.path, 'folder'));
  await expect(find({ OPENCODE_BIN_PATH: './folder' })).rejects.toMatchObject({
    message: 'OPENCODE_BIN_PATH names ./folder, which is no program',
  });
});
