import { eventually } from '../harness/eventually.js';
import { powerOf } from '../harness/hosts/reboot.js';
import { layCable } from '../harness/near/cable.js';
import type { Given } from '../harness/on-hosts.js';
import { openHeadless } from '../harness/opencode/headless.js';
import { onOpencode } from '../harness/opencode/on-opencode.js';
import { newPlace, openOpencode } from '../harness/opencode/open-opencode.js';
import { tracesOn } from '../harness/opencode/traces.js';
import { processes, stubs } from '../harness/processes.js';
import { busybox, debian12 } from '../harness/profile.js';

/** A workspace with a command that has ended and one that runs; after `harm` it works again, and nobody helps. */
async function expectRecovery(given: Given, target: string, harm: () => Promise<void>): Promise<string> {
  const opencode = await openOpencode(given, await newPlace({ hosts: [target] }));
  const events = await opencode.events();
  given.defer(events.close);
  const { shell, history, remove } = await openHeadless(opencode);
  await shell('echo first');
  const running = shell('echo begun; sleep 4242').then(
    () => 'answered',
    (error: unknown) => String(error),
  );
  await events.until(({ properties }) => JSON.stringify(properties).includes('begun\\n'));

  await harm();
  const said = await eventually(history, (text) => text.includes('The stub stopped while'), 60_000);
  expect(said).toContain('first');
  expect(said).not.toContain('"status":"running"');
  expect(await running).toBe('answered');
  await eventually(
    () => shell('echo again').then(() => '', String),
    (error) => error === '',
    60_000,
  );
  await eventually(history, (text) => text.includes('again\\n'));
  expect(await stubs(given.host)).toHaveLength(1);
  await remove();
  expect(await tracesOn(given.host)).toEqual([]);
  return said;
}

onOpencode([debian12, busybox], 'a host that reboots has its workspace again by itself', async (given) => {
  const cable = await layCable(given.host.address);
  given.defer(() => cable.close());
  const { name } = await given.alias({ address: cable.address });
  const power = powerOf(given.host, cable);
  const said = await expectRecovery(given, name, async () => {
    await power.off();
    power.on();
  });
  expect(said).not.toContain('still runs');
  expect((await processes(given.host)).filter((line) => line.includes('sleep 4242'))).toEqual([]);
});

onOpencode([debian12, busybox], 'a stub that is killed is started again by itself', async (given) => {
  const said = await expectRecovery(given, given.target, async () => {
    await given.host.admin(
      `for p in /proc/[0-9]*; do tr '\\0' ' ' < $p/cmdline | grep -q 'opencode-remote-ssh-stub.* serve' && kill -9 \${p#/proc/}; done`,
    );
  });
  expect(said).toMatch(/It still runs as process \d+/);
});
