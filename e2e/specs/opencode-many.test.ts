import { addAlias } from '../harness/near/alias.js';
import { openHeadless } from '../harness/opencode/headless.js';
import { onOpencode } from '../harness/opencode/on-opencode.js';
import { newPlace, openOpencode } from '../harness/opencode/open-opencode.js';
import { tracesOn } from '../harness/opencode/traces.js';
import { busybox, debian12 } from '../harness/profile.js';

onOpencode(
  debian12,
  'two OpenCode processes have a workspace each on one host and project',
  async (given) => {
    const place = await newPlace({ hosts: [given.target] });
    const one = await openHeadless(await openOpencode(given, place));
    const other = await openHeadless(await openOpencode(given, place));
    await Promise.all([one.shell('echo from one'), other.shell('echo from other')]);
    expect(await one.history()).toContain('from one');
    expect(await other.history()).toContain('from other');
    expect(await other.history()).not.toContain('from one');
    await one.remove();
    await other.shell('echo still there');
    await other.remove();
    expect(await tracesOn(given.host)).toEqual([]);
  },
);

onOpencode(busybox, 'ten workspaces on ten hosts', async (given) => {
  const more = await Promise.all(Array.from({ length: 9 }, () => given.start(given.host.profile)));
  const hosts = [given.host, ...more];
  const names = await Promise.all(hosts.map(async (host) => (await addAlias(host)).name));
  const opencode = await openOpencode(given, await newPlace({ hosts: names }));
  const all = await Promise.all(names.map((host) => openHeadless(opencode, { extra: { host } })));
  expect(all.map(({ workspace }) => workspace.name)).toEqual(names);
  await Promise.all(all.map(({ shell }, index) => shell(`echo number ${index}`)));
  for (const [index, { history }] of all.entries()) expect(await history()).toContain(`number ${index}`);
  await Promise.all(all.map(({ remove }) => remove()));
  for (const host of hosts) expect(await tracesOn(host)).toEqual([]);
});
