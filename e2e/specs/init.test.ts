import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { newPerson, type Person } from '../harness/near/person.js';
import { type Given, onHosts } from '../harness/on-hosts.js';
import { orssh } from '../harness/product/orssh.js';
import { openTerminal, type Terminal, terminalMissing } from '../harness/product/terminal.js';
import { debian12 } from '../harness/profile.js';

interface Wizard extends Person {
  given: Given;
  /** An alias where nothing listens. */
  dead: string;
  start: (args?: string[], columns?: number) => Promise<Terminal>;
  /** Every file of the person, from the home. */
  files: () => Promise<string[]>;
  configuration: () => Promise<string>;
}

function wizard(title: string, body: (wizard: Wizard) => Promise<void>): void {
  if (terminalMissing) {
    test.skip(`${title} (skipped: ${terminalMissing})`, () => undefined);
    return;
  }
  onHosts(debian12, title, async (given) => {
    const { name: dead } = await given.alias({ address: { host: '127.0.0.1', port: 1 } });
    const { home, env } = await newPerson([given.target, dead]);
    await body({
      given,
      dead,
      home,
      env,
      start: (args = [], columns = 100) =>
        openTerminal(given, ['init', ...args], { env, cwd: home, columns }),
      files: () => readdir(home, { recursive: true }),
      configuration: () => readFile(join(home, '.config/orssh/config.jsonc'), 'utf8'),
    });
  });
}

const opencode =
  '{\n  // which model\n  "model": "a/b", // the best\n  "plugin": [\n    "other", // keep\n  ],\n}\n';

wizard(
  'two hosts, one of them dead: it is said, left out, and the other one is written and usable',
  async ({ given, dead, start, env, files, configuration }) => {
    const terminal = await start([], 80);
    await terminal.until(/Which hosts/);
    await terminal.press('a', 'Enter');
    await terminal.until(/Other hosts/);
    await terminal.press('Enter');
    const tested = await terminal.until(/all the same/);
    expect(tested).toMatch(new RegExp(`✓ ${given.target} +logged in`));
    expect(tested).toMatch(new RegExp(`✗ ${dead} [^]*Check that sshd runs`));
    await terminal.press('Enter');
    await terminal.until(/without labels/);
    expect(await files()).not.toContain('.config');
    await terminal.press('Enter');
    await terminal.until(/OpenCode: the plugin[^]*Make this change/);
    await terminal.press('n', 'Enter');
    expect(await terminal.ended()).toBe(0);
    expect(await terminal.screen()).toMatch(/One host in ~\/\.config\/orssh\/config\.jsonc[^]*Next:/);
    expect(await configuration()).toContain(given.target);
    expect(await configuration()).not.toContain(dead);
    expect((await files()).filter((name) => name.includes('opencode.json'))).toEqual([]);
    expect((await given.host.admin('ls -A /home/dev')).stdout).not.toContain('opencode-remote-ssh');
    expect(await orssh(['exec', given.target, '--', 'echo', 'works'], { env })).toMatchObject({
      code: 0,
      stdout: 'works\n',
    });
  },
);

wizard('the plugin is added on a Yes: comments kept, a copy beside it', async ({ home, start }) => {
  const folder = join(home, '.config', 'opencode');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'opencode.jsonc'), opencode);
  const terminal = await start();
  await terminal.until(/Which hosts/);
  await terminal.press('Enter');
  await terminal.until(/Other hosts/);
  await terminal.press('Enter');
  expect(await terminal.until(/Make this change/)).toMatch(/\+ +"opencode-remote-ssh",/);
  await terminal.press('Enter');
  expect(await terminal.ended()).toBe(0);
  expect(await terminal.screen()).toContain('OPENCODE_EXPERIMENTAL_WORKSPACES=true');
  expect(await readFile(join(folder, 'opencode.jsonc'), 'utf8')).toBe(
    opencode.replace('// keep\n', '// keep\n    "opencode-remote-ssh",\n'),
  );
  const backup = (await readdir(folder)).find((name) => name.startsWith('opencode.jsonc.bak-'));
  expect(await readFile(join(folder, backup ?? ''), 'utf8')).toBe(opencode);
});

wizard('Ctrl-C leaves nothing, whatever was answered before', async ({ home, start, files }) => {
  await mkdir(join(home, '.config', 'opencode'), { recursive: true });
  await writeFile(join(home, '.config/opencode/opencode.jsonc'), opencode);
  const before = await files();
  for (const last of [/Which hosts/, /Other hosts/, /all the same/, /without labels/, /Make this change/]) {
    const terminal = await start();
    const answers: [RegExp, string[]][] = [
      [/Which hosts/, ['a', 'Enter']],
      [/Other hosts/, ['Enter']],
      [/all the same/, ['y', 'Enter']],
      [/without labels/, ['Enter']],
      [/Make this change/, ['y', 'Enter']],
    ];
    for (const [question, keys] of answers) {
      await terminal.until(question);
      if (String(question) === String(last)) break;
      await terminal.press(...keys);
    }
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect(await files()).toEqual(before);
  }
  expect(await readFile(join(home, '.config/opencode/opencode.jsonc'), 'utf8')).toBe(opencode);
});

wizard(
  'a second time says what is there, and changes nothing',
  async ({ given, dead, env, home, files, configuration }) => {
    const args = ['init', '--no-input', '--host', given.target, '--host', dead, '--no-plugin'];
    const first = await orssh(args, { env, cwd: home });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/2 hosts in ~\/\.config\/orssh/);
    const [before, text] = [await files(), await configuration()];
    const second = await orssh(args, { env, cwd: home });
    expect(second.code).toBe(0);
    expect(second.stdout).toMatch(/is there already, with 2 hosts[^]*Nothing was changed/);
    expect(await files()).toEqual(before);
    expect(await configuration()).toBe(text);
  },
);

wizard('without a terminal it says what to use instead', async ({ env, home }) => {
  const { code, stderr } = await orssh(['init'], { env, cwd: home });
  expect(code).toBe(2);
  expect(stderr).toMatch(/hosts import/);
});
