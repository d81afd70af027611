import { setTimeout as delay } from 'node:timers/promises';

import { eventually } from '../harness/eventually.js';
import { layCable } from '../harness/near/cable.js';
import { openHeadless } from '../harness/opencode/headless.js';
import { onOpencode } from '../harness/opencode/on-opencode.js';
import { newPlace, openOpencode } from '../harness/opencode/open-opencode.js';
import { debian12 } from '../harness/profile.js';

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
      const command = `echo once >> /tmp/ran; for n in $(seq ${ticks}); do echo "tick $n."; sleep 0.25; done`;
      const running = shell(command);
      running.catch(() => undefined);
      await events.until(({ properties }) => JSON.stringify(properties).includes('tick 3.'));
      cable.cut();
      await delay(seconds * 1000);
      cable.mend();
      const said = await eventually(history, (text) => text.includes(`tick ${ticks}.`), 60_000);
      const seen = [...said.matchAll(/tick (\d+)\./g)].map(([, n]) => Number(n));
      const wanted = Array.from({ length: ticks }, (_, index) => index + 1);
      expect([...new Set(seen)]).toEqual(wanted);
      expect((await given.host.admin('cat /tmp/ran')).stdout).toBe('once\n');
      await running;
    },
  );
}
