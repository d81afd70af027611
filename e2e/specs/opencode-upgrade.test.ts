import { eventually } from '../harness/eventually.js';
import type { TestHost } from '../harness/hosts/host-driver.js';
import { openHeadless } from '../harness/opencode/headless.js';
import { onOpencode } from '../harness/opencode/on-opencode.js';
import { newPlace, openOpencode } from '../harness/opencode/open-opencode.js';
import { ownPlugin } from '../harness/opencode/own-plugin.js';
import { stubs } from '../harness/processes.js';
import { account, debian12 } from '../harness/profile.js';

/** What the stub that serves says of itself. */
async function versionOn(host: TestHost): Promise<string | undefined> {
  const [line = ''] = await stubs(host);
  const { stdout } = await host.admin(`${line.split(' ', 1)[0] ?? ''} version --json`);
  return stdout ? (JSON.parse(stdout) as { version: string }).version : undefined;
}

onOpencode(debian12, 'a plugin that is upgraded replaces the stub when nothing runs', async (given) => {
  const plugin = await ownPlugin();
  const opencode = await openOpencode(given, await newPlace({ hosts: [given.target], plugin: plugin.path }));
  const { shell, history, remove } = await openHeadless(opencode);
  await shell('echo first');
  const upgraded = async (version: string): Promise<void> => {
    await opencode.stop();
    await plugin.upgrade(version);
    await opencode.start();
    await opencode.client.sync.start();
  };
  const isOn = (version: string): Promise<unknown> =>
    eventually(
      () => versionOn(given.host),
      (seen) => seen === version,
    );

  await upgraded('0.98.0');
  await isOn('0.98.0');
  await eventually(
    () => shell('echo second').then(() => '', String),
    (error) => error === '',
  );
  expect(await history()).toContain('first');

  shell('until [ -e go ]; do sleep 0.1; done; echo third').catch(() => undefined);
  await eventually(history, (text) => text.includes('"status":"running"'));
  await upgraded('0.99.0');
  const events = await opencode.events();
  given.defer(events.close);
  await events.until(({ properties }) => JSON.stringify(properties).includes('A newer stub waits for'));
  expect(await versionOn(given.host)).toBe('0.98.0');
  await given.host.admin(`touch ${account.home}/go`);
  await eventually(history, (text) => text.includes('third\\n'));
  await isOn('0.99.0');
  await eventually(
    () => shell('echo fourth').then(() => '', String),
    (error) => error === '',
  );
  await remove();
});
