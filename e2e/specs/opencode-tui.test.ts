import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { noLandlock } from '../harness/escapes/landlock.js';
import { eventually } from '../harness/eventually.js';
import { layCable } from '../harness/near/cable.js';
import { must } from '../harness/opencode/answer.js';
import { onceOnTui, onTui } from '../harness/opencode/on-opencode.js';
import { newPlace } from '../harness/opencode/open-opencode.js';
import {
  answerPermission,
  ask,
  createWorkspace,
  deleteWorkspace,
  runShell,
  warp,
} from '../harness/opencode/person.js';
import { startScriptedModel } from '../harness/opencode/scripted-model.js';
import { startTui } from '../harness/opencode/start-tui.js';
import { tracesOn } from '../harness/opencode/traces.js';
import { account, busybox, debian12 } from '../harness/profile.js';

onTui([debian12, busybox], 'a workspace lives at the terminal', async (given) => {
  const place = await newPlace({ hosts: [given.target] });
  const tui = await startTui(given, place);
  await createWorkspace(tui, given.target);
  await runShell(tui, 'echo first; until [ -e go ]; do sleep 0.1; done; echo second; id -un');
  await tui.until(/┃ +first\s*\n/);
  await given.host.admin(`touch ${account.home}/go`);
  await tui.until(/┃ +second\s*\n[^]*┃ +dev\s*\n/);

  await tui.crash();
  const again = await startTui(given, place, { args: ['--continue'] });
  await again.until(/┃ +second\s*\n[^]*┃ +dev\s*\n/);
  await eventually(
    async () => must(await again.client.experimental.workspace.status())[0]?.status,
    (status) => status === 'connected',
  );
  await runShell(again, 'echo third; id -un');
  await again.until(/┃ +third\s*\n[^]*┃ +dev\s*\n/);

  await deleteWorkspace(again, given.target);
  expect(must(await again.client.experimental.workspace.list())).toEqual([]);
  expect(await tracesOn(given.host)).toEqual([]);
});

onceOnTui(
  noLandlock,
  'what nothing holds is said, and what is entered before the host is there runs',
  async (given) => {
    const cable = await layCable(given.host.address);
    given.defer(() => cable.close());
    const { name } = await given.alias({ address: cable.address });
    const place = await newPlace({ hosts: [name] });
    const tui = await startTui(given, place);
    const told = tui.until(/not held/, 60_000);
    await createWorkspace(tui, name);
    await told;
    await runShell(tui, 'echo first');
    await tui.until(/┃ +first\s*\n/);

    await tui.crash();
    cable.cut();
    const again = await startTui(given, place, { args: ['--continue'] });
    await again.until(/┃ +first\s*\n/);
    await runShell(again, 'echo second; id -un');
    cable.mend();
    await again.until(/┃ +second\s*\n[^]*┃ +dev\s*\n/);
  },
);

// The folder "/" is granted to nobody: whatever runs there asks.
onTui(debian12, 'permission is answered at the terminal: once, always, reject', async (given) => {
  const place = await newPlace({ hosts: [given.target], settings: { directory: '/' } });
  const tui = await startTui(given, place);
  await createWorkspace(tui, given.target);
  await runShell(tui, 'echo one');
  await answerPermission(tui, 'once');
  await tui.until(/┃ +one\s*\n/);

  await runShell(tui, 'touch /home/dev/rejected');
  await answerPermission(tui, 'reject');
  expect((await given.host.admin('ls /home/dev')).stdout).not.toContain('rejected');

  await runShell(tui, 'echo two');
  await answerPermission(tui, 'always');
  await tui.until(/┃ +two\s*\n/);
  await runShell(tui, 'echo three');
  await tui.until(/┃ +three\s*\n/);
});

onTui(debian12, 'a session moves from this machine to the host and back', async (given) => {
  const place = await newPlace({ hosts: [given.target] });
  const tui = await startTui(given, place);
  await runShell(tui, 'echo at $PWD');
  await tui.until(new RegExp(`┃ +at ${place.project}`));
  must(await tui.client.experimental.workspace.create({ type: 'ssh-provider', branch: null, extra: {} }));
  await warp(tui, given.target);
  await runShell(tui, 'id -un');
  await tui.until(/┃ +dev\s*\n/);
  // OpenCode claims it for the project: what a workspace tells of it later is passed over.
  await warp(tui, undefined);
  await runShell(tui, 'echo back at $PWD');
  await tui.until(new RegExp(`┃ +back at ${place.project}`));
});

for (const [what, directory] of [
  ['of no folder of this machine', '/home/dev'],
  ['that this machine has as well', '/usr/share'],
] as const) {
  onceOnTui(
    debian12,
    `after /new in a workspace nothing acts on this machine, in a directory ${what}`,
    async (given) => {
      const model = await startScriptedModel();
      given.defer(() => model.close());
      const place = await newPlace({
        ...{ hosts: [given.target], settings: { directory }, config: model.config },
      });
      const commands = join(place.home.env['XDG_CONFIG_HOME'] ?? '', 'opencode', 'command');
      const ran = join(place.home.folder, 'ran-here');
      await mkdir(commands);
      await writeFile(join(commands, 'mark.md'), `Say !\`touch ${ran}; echo it\``);
      const tui = await startTui(given, place);
      await createWorkspace(tui, given.target);
      await runShell(tui, 'id -un');
      await tui.until(/┃ +dev\s*\n/);
      await tui.command('new', 'New session');
      await tui.until(/Ask anything/);
      await ask(tui, 'touch a file');
      await tui.until(/not in a workspace any more/);
      await tui.until(/^(?![^]*not in a workspace any more)/);
      await runShell(tui, `touch ${ran}`);
      await tui.until(/not in a workspace any more/);
      await tui.until(/^(?![^]*not in a workspace any more)/);
      const session = must(await tui.client.session.create({ directory }));
      const asked = { sessionID: session.id, directory, command: 'mark', arguments: '' };
      expect((await tui.client.session.command(asked)).error).toBeDefined();
      expect([existsSync(ran), model.asked]).toEqual([false, []]);
    },
    { timeoutMs: 240_000 },
  );
}
