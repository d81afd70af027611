import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { layCable } from '../harness/near/cable.js';
import { onceOnOpencode, onceOnTui } from '../harness/opencode/on-opencode.js';
import { doorOf } from '../harness/opencode/open-door.js';
import type { OpencodeHome } from '../harness/opencode/home.js';
import { runShell } from '../harness/opencode/person.js';
import type { Given } from '../harness/on-hosts.js';
import { isGone, opencodeBinary, openPlace, plainHome } from '../harness/product/opened.js';
import { orssh } from '../harness/product/orssh.js';
import { openTerminal } from '../harness/product/terminal.js';
import { debian12 } from '../harness/profile.js';

/** A folder on the host, below the home. */
async function makeApp({ host }: Given): Promise<void> {
  await host.admin(
    'mkdir -p /home/dev/app && echo hi > /home/dev/app/only-on-the-host.txt && chown -R dev /home/dev/app',
  );
}

/** The leases that this machine has. */
async function leasesOf(home: OpencodeHome): Promise<string> {
  return (await orssh(['leases', 'list', '--json'], { env: home.env })).stdout;
}

onceOnTui(
  debian12,
  'orssh open is OpenCode on a folder of a host, and goes on where it was left',
  async (given) => {
    await makeApp(given);
    const home = await plainHome();
    const tui = await openPlace(given, home, `${given.target}:app`);
    const { url, password } = await doorOf(home);
    expect((await tui.commandLines()).join('\n')).not.toContain(password);
    await runShell(tui, 'pwd; id -un; echo on $((40 + 2))');
    await tui.until(/┃ +\/home\/dev\/app\s*\n[^]*┃ +dev\s*\n[^]*┃ +on 42\s*\n/);
    await tui.type('@only-on');
    await tui.until(/only-on-the-host\.txt/);
    await tui.press('Escape');
    await tui.until(/^(?![^]*only-on-the-host\.txt)/);
    await tui.press('C-u');
    await tui.until(/^(?![^]*@only-on)/);
    await tui.press('C-c');
    expect(await tui.ended()).toBe(0);
    await isGone(url);
    expect(await leasesOf(home)).toBe('');

    const again = await openPlace(given, home, `${given.target}:/home/dev/app`, ['--continue']);
    await again.until(/┃ +on 42\s*\n/);
    expect((await doorOf(home)).password).toBe(password);
    await again.press('C-c');
    expect(await again.ended()).toBe(0);
  },
);

onceOnTui(debian12, 'however orssh open ends, nothing of it stays', async (given) => {
  await makeApp(given);
  const home = await plainHome();
  const ended = [
    { by: 'SIGTERM to orssh', code: 143 },
    { by: 'a crash of OpenCode', code: 137 },
  ];
  for (const { by, code } of ended) {
    const tui = await openPlace(given, home, `${given.target}:app`);
    const { url } = await doorOf(home);
    if (code === 143) await tui.signal('TERM');
    else await tui.signalOpencode('KILL');
    // On the shell's own screen, with its cursor, and a terminal that echoes.
    expect([by, await tui.ended()]).toEqual([by, code]);
    await isGone(url);
    expect(await leasesOf(home)).toBe('');
  }
  const tui = await openPlace(given, home, `${given.target}:app`);
  const { url } = await doorOf(home);
  await tui.hangUp();
  await isGone(url);
  expect(await leasesOf(home)).toBe('');
});

onceOnTui(
  debian12,
  'orssh open that is killed takes OpenCode with it, and the screen says so',
  async (given) => {
    await makeApp(given);
    const home = await plainHome();
    const tui = await openPlace(given, home, `${given.target}:app`);
    const { url } = await doorOf(home);
    await tui.signal('KILL');
    await tui.until(/orssh was killed, and OpenCode was ended with it/);
    await isGone(url);
    expect((await tui.commandLines()).filter((line) => line.includes(url))).toEqual([]);
  },
);

onceOnTui(
  debian12,
  'who sits at orssh open sees that the host is lost, and that it is back',
  async (given) => {
    await makeApp(given);
    const cable = await layCable(given.host.address);
    given.defer(() => cable.close());
    const { name } = await given.alias({ address: cable.address });
    const tui = await openPlace(given, await plainHome(), `${name}:app`);
    cable.reset();
    cable.cut();
    await tui.until(/Lost/, 60_000);
    cable.mend();
    await tui.until(/is back/, 60_000);
    await runShell(tui, 'echo on $((40 + 2))');
    await tui.until(/┃ +on 42\s*\n/);
  },
);

onceOnTui(
  debian12,
  'orssh open --serve says where other clients find it, and keeps the password in a file',
  async (given) => {
    await makeApp(given);
    const home = await plainHome();
    const file = join(home.folder, 'secret');
    const serve = ['open', `${given.target}:app`, '--opencode', opencodeBinary(), '--serve', '--json'];
    const terminal = await openTerminal(given, [...serve, '--secret-file', file], {
      env: home.env,
      columns: 300,
    });
    const line = (await terminal.until(/^\{.*\}$/m)).split('\n').find((text) => text.startsWith('{')) ?? '';
    const { url, ...others } = JSON.parse(line) as { url: string };
    expect(others).toEqual({
      user: 'opencode',
      secretFile: file,
      host: given.target,
      directory: '/home/dev/app',
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const password = (await readFile(file, 'utf8')).trim();
    const authorization = `Basic ${Buffer.from(`opencode:${password}`).toString('base64')}`;
    const path = await fetch(`${url}/path`, { headers: { authorization } });
    expect(await path.json()).toMatchObject({ directory: '/home/dev/app' });
    expect((await fetch(`${url}/path`)).status).toBe(401);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    await isGone(url);
    expect(await readdir(home.folder)).not.toContain('secret');
  },
);

onceOnTui(debian12, 'a new folder that is opened twice at once is one workspace', async (given) => {
  await makeApp(given);
  const home = await plainHome();
  const serve = ['open', `${given.target}:app`, '--opencode', opencodeBinary(), '--serve', '--json'];
  const open = () => openTerminal(given, serve, { env: home.env, columns: 400 });
  const terminals = await Promise.all([open(), open()]);
  const passwords = await Promise.all(
    terminals.map(
      async (terminal) => /"password":"(\w+)"/.exec(await terminal.until(/"directory":.*\}/, 90_000))?.[1],
    ),
  );
  expect(passwords[0]).toMatch(/^\w+$/);
  expect(passwords[1]).toBe(passwords[0]);
  const folder = join(home.env['XDG_STATE_HOME'] ?? '', 'opencode-remote-ssh', 'workspaces');
  expect(await readdir(folder)).toHaveLength(1);
});

onceOnOpencode(debian12, 'orssh open that cannot be had says why, and leaves nothing', async (given) => {
  const home = await plainHome();
  const how = { env: home.env };
  const noFolder = await orssh(
    ['open', `${given.target}:/nosuch`, '--opencode', opencodeBinary(), '--serve'],
    how,
  );
  expect([noFolder.code, noFolder.stderr]).toEqual([
    1,
    expect.stringMatching(/no folder \/nosuch on [^]*behind the colon/),
  ]);
  const folder = join(home.env['XDG_STATE_HOME'] ?? '', 'opencode-remote-ssh', 'workspaces');
  expect(await readdir(folder)).toEqual([]);
  await given.host.admin('chown root /home/dev && chmod 755 /home/dev');
  const noRoom = await orssh(
    [
      ...['open', given.target, '--opencode', opencodeBinary(), '--serve'],
      ...['--install-root', '/home/dev/not/there'],
    ],
    how,
  );
  expect([noRoom.code, noRoom.stderr]).toEqual([
    255,
    expect.stringMatching(/^error: dev may not put the stub into \/home\/dev\/not\/there[^]*--install-root/),
  ]);
  const noOpencode = await orssh(['open', given.target, '--opencode', '/bin/true', '--serve'], how);
  expect([noOpencode.code, noOpencode.stderr]).toEqual([
    1,
    expect.stringMatching(/is no OpenCode[^]*npm install/),
  ]);
});
