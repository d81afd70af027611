import { newHome } from '../harness/opencode/home.js';
import { openHeadless } from '../harness/opencode/headless.js';
import { onTui } from '../harness/opencode/on-opencode.js';
import { doorOf } from '../harness/opencode/open-door.js';
import { newPlace, openOpencode, type Place } from '../harness/opencode/open-opencode.js';
import { runShell } from '../harness/opencode/person.js';
import { startTui } from '../harness/opencode/start-tui.js';
import { available } from '../harness/available.js';
import { run } from '../harness/run.js';
import { debian12 } from '../harness/profile.js';

/** Somebody who has neither the plugin nor the switch for workspaces. */
async function stranger(place: Place): Promise<Place> {
  const env = { OPENCODE_EXPERIMENTAL_WORKSPACES: undefined };
  return { ...place, home: await newHome(available().folder, { plugin: [], env }) };
}

onTui(debian12, 'a client attaches to the gateway of a workspace', async (given) => {
  await given.host.admin(
    `mkdir -p /home/dev/src && echo hi > /home/dev/src/only-on-the-host.txt && chown -R dev /home/dev/src`,
  );
  const place = await newPlace({ hosts: [given.target] });
  const opencode = await openOpencode(given, place);
  const { session, history } = await openHeadless(opencode);
  const { url, password } = await doorOf(place.home);
  const other = await stranger(place);

  const ran = await run(place.binary, ['run', '--attach', url, '--password', password, 'hello'], {
    env: other.home.env,
    timeoutMs: 60_000,
  });
  expect(ran.stdout + ran.stderr).toContain('There is no agent here');

  const tui = await startTui(given, other, { attach: url, args: ['--password', password] });
  await runShell(tui, 'id -un; echo on $((40 + 2))');
  await tui.until(/┃ +dev\s*\n[^]*┃ +on 42\s*\n/);
  await tui.type('@only-on');
  await tui.until(/src\/only-on-the-host\.txt/);
  await tui.press('Enter');
  await tui.type('what is in it');
  await tui.press('Enter');
  await tui.until(/There is no agent here/);
  expect(await history()).toBe('[]');

  // Within OpenCode its own server answers, which is on this machine.
  const inside = await startTui(given, place, { attach: opencode.url, args: ['--session', session.id] });
  await inside.type('@only-on');
  await inside.until(/No matching items/);
});
