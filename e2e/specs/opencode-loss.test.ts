import { setTimeout as delay } from 'node:timers/promises';

import { eventually } from '../harness/eventually.js';
import { layCable } from '../harness/near/cable.js';
import { openHeadless } from '../harness/opencode/headless.js';
import { onOpencode, onTui } from '../harness/opencode/on-opencode.js';
import { newPlace, openOpencode } from '../harness/opencode/open-opencode.js';
import { runShell } from '../harness/opencode/person.js';
import { startTui } from '../harness/opencode/start-tui.js';
import { account, debian12 } from '../harness/profile.js';

const wanted = (ticks: number): number[] => Array.from({ length: ticks }, (_, index) => index + 1);
const ticksIn = (text: string): number[] => [
  ...new Set([...text.matchAll(/tick (\d+)\./g)].map(([, n]) => Number(n))),
];

for (const seconds of [5, 60]) {
  onOpencode(
    debian12,
    `a host that is lost for ${seconds} s loses nothing of a command and runs nothing twice`,
    async (given) => {
      const cable = await layCable(given.host.address);
      given.defer(() => cable.close());
      const { name } = await given.alias({ address: cable.address });
      const opencode = await openOpencode(given, await newPlace({ hosts: [name] }));
      const events = await opencode.events();
      given.defer(events.close);
      const { shell, history } = await openHeadless(opencode);
      const ticks = 4 * (seconds + 5);
      const command = `echo once >> ran; for n in $(seq ${ticks}); do echo "tick $n."; sleep 0.25; done`;
      const running = shell(command);
      running.catch(() => undefined);
      await events.until(({ properties }) => JSON.stringify(properties).includes('tick 3.'));
      cable.cut();
      await delay(seconds * 1000);
      cable.mend();
      const said = await eventually(history, (text) => text.includes(`tick ${ticks}.`), 60_000);
      expect(ticksIn(said)).toEqual(wanted(ticks));
      expect((await given.host.admin(`cat ${account.home}/ran`)).stdout).toBe('once\n');
      await running;
    },
  );
}

onTui(debian12, 'who sits at the terminal sees that the host is lost, and that it is back', async (given) => {
  const cable = await layCable(given.host.address);
  given.defer(() => cable.close());
  const { name } = await given.alias({ address: cable.address });
  const place = await newPlace({ hosts: [name] });
  const opencode = await openOpencode(given, place);
  const { session, history, remove } = await openHeadless(opencode);
  const tui = await startTui(given, place, { attach: opencode.url, args: ['--session', session.id] });
  await runShell(tui, 'echo begun; until [ -e go ]; do sleep 0.1; done; echo en""ded');
  await tui.until(/┃ +begun\s*\n/);

  cable.cut();
  await tui.until(new RegExp(`Lost ${name}`), 90_000);
  await given.host.admin(`touch ${account.home}/go`);
  expect(await tui.screen()).not.toMatch(/┃ +ended\s*\n/);
  cable.mend();
  await tui.until(new RegExp(`${name} is back after \\d+ s`), 60_000);
  await tui.until(/┃ +ended\s*\n/, 60_000);
  await eventually(history, (text) => text.includes('ended\\n'));
  await remove();
});
