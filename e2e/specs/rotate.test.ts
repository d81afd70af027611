import { text } from 'node:stream/consumers';

import { eventually } from '../harness/eventually.js';
import type { TestHost } from '../harness/hosts/host-driver.js';
import { onHosts } from '../harness/on-hosts.js';
import { openAgent, outputOf } from '../harness/opencode/agent.js';
import { openHeadless } from '../harness/opencode/headless.js';
import { onOpencode } from '../harness/opencode/on-opencode.js';
import { doorOf } from '../harness/opencode/open-door.js';
import { newPlace, openOpencode } from '../harness/opencode/open-opencode.js';
import { openPty } from '../harness/opencode/pty-socket.js';
import { startPty } from '../harness/opencode/start-pty.js';
import { open } from '../harness/product/open.js';
import { orssh } from '../harness/product/orssh.js';
import { openTerminal } from '../harness/product/terminal.js';
import { account, busybox, debian12 } from '../harness/profile.js';

const tokenFile = '/home/dev/.opencode-remote-ssh/run/stub.token';
const tokenOn = async (host: TestHost): Promise<string> =>
  (await host.admin(`cat ${tokenFile}`)).stdout.trim();

onOpencode(
  [debian12, busybox],
  'a token that is rotated, twice at once, costs a workspace nothing: its command goes on, its history is whole',
  async (given) => {
    const place = await newPlace({ hosts: [given.target] });
    const opencode = await openOpencode(given, place);
    const events = await opencode.events();
    given.defer(events.close);
    const { shell, history, remove, workspace } = await openHeadless(opencode);
    await shell('echo fi""rst');
    const { id = '', answer } = await startPty(opencode, workspace.id, { command: '/bin/sh' });
    expect(answer).toMatch(/^200 /);
    const door = await doorOf(place.home);
    const terminal = openPty(door, id);
    await terminal.opened;
    // Busybox asks where the cursor is behind its prompt.
    await eventually(terminal.said, (text) => /[$#] (\x1b\[6n)?$/.test(text));
    expect(await terminal.line('kept=mine; echo be""fore', 'before')).toContain('before');
    const running = shell('echo be""gun; until [ -e go ]; do sleep 0.1; done; echo en""ded');
    await events.until(({ properties }) => JSON.stringify(properties).includes('begun\\n'));

    const old = await tokenOn(given.host);
    const rotations = await Promise.all([1, 2].map(() => orssh(['rotate', given.target, '--json'])));
    for (const { code, stdout } of rotations) {
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ host: given.target, rotated: true, running: true });
    }
    expect(await tokenOn(given.host)).not.toBe(old);
    expect((await given.host.admin(`stat -c %a ${tokenFile}`)).stdout).toBe('600\n');
    expect(await answerTo(given, old)).toMatch(/^HTTP\/1\.1 401 /);

    expect(await terminal.line('echo "$kept"-af""ter', 'after')).toContain('mine-after');
    expect(terminal.isOpen).toBe(true);
    // Another client that comes after the rotation finds the same shell, and what it said.
    const again = openPty(door, id);
    await again.opened;
    expect(await eventually(again.said, (text) => text.includes('mine-after'))).toContain('before');
    expect(await again.line('echo "$kept"-ag""ain; exit', 'again')).toContain('mine-again');
    await Promise.all([terminal.closed, again.closed]);

    await given.host.admin(`touch ${account.home}/go`);
    await running;
    await shell('echo ne""xt');
    const said = await eventually(history, (all) => all.includes('next\\n'));
    for (const word of ['first\\n', 'begun\\nended\\n']) expect(said).toContain(word);
    expect(said).not.toContain('"status":"error"');
    const { code, stdout } = await orssh(['exec', given.target, '--', 'echo', 'too']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'too\n' });
    await remove();
  },
);

onOpencode(debian12, 'a model whose command runs while the token is rotated works on', async (given) => {
  const agent = await openAgent(given);
  const command = 'echo begun; touch runs; until [ -e go ]; do sleep 0.1; done; echo ended';
  const called = agent.call('bash', { command, description: 'Waits' });
  await eventually(
    () => given.host.admin(`ls ${account.home}`),
    ({ stdout }) => stdout.includes('runs'),
  );
  expect((await orssh(['rotate', given.target])).code).toBe(0);
  await given.host.admin(`touch ${account.home}/go`);
  expect(outputOf(await called)).toContain('begun\nended');
  expect(outputOf(await agent.call('write', { filePath: 'a.txt', content: 'written' }))).toBeDefined();
  expect(outputOf(await agent.call('read', { filePath: 'a.txt' }))).toContain('written');
});

onHosts(
  debian12,
  'a command of orssh that runs while the token is rotated ends as it would',
  async (given) => {
    const { target, host } = given;
    const running = orssh(['exec', target, '--', 'echo begun; until [ -e go ]; do sleep 0.1; done; exit 3']);
    await eventually(
      () => orssh(['ps', target]),
      ({ stdout }) => stdout.includes('until'),
    );
    const terminal = await openTerminal(given, ['rotate', target]);
    expect(await terminal.until(/\[ended 0\]/)).toContain(
      `${target} has a new token, and refuses the old one; what runs goes on`,
    );
    await host.admin(`touch ${account.home}/go`);
    expect(await running).toMatchObject({ code: 3, stdout: 'begun\n' });
    expect((await orssh(['stop', target])).code).toBe(0);
    const old = await tokenOn(host);
    expect((await orssh(['rotate', target])).stdout).toBe(
      `${target} has a new token, for the next stub: none runs\n`,
    );
    expect(await tokenOn(host)).not.toBe(old);
    expect((await orssh(['exec', target, '--', 'true'])).code).toBe(0);
  },
);

/** What the stub says to a token, on a connection on which it has proved who it is. */
async function answerTo(given: Parameters<typeof open>[0], token: string): Promise<string> {
  const stream = await (await open(given)).running.open();
  stream.write(
    `GET /global/health HTTP/1.1\r\nHost: stub\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
  );
  return text(stream);
}
