import { available } from '../harness/available.js';
import { freePort } from '../harness/hosts/free-port.js';
import { makeKey } from '../harness/hosts/keys.js';
import { includes } from '../harness/matchers.js';
import type { AliasOptions } from '../harness/near/alias.js';
import type { Given } from '../harness/on-hosts.js';
import { must } from '../harness/opencode/answer.js';
import { onOpencode } from '../harness/opencode/on-opencode.js';
import { newPlace, openOpencode } from '../harness/opencode/open-opencode.js';
import { debian12 } from '../harness/profile.js';

/** A create that fails says why; its row goes when it is deleted, and nothing is on the host. */
async function expectFailure(given: Given, alias: AliasOptions, why: string): Promise<void> {
  const { name } = await given.alias(alias);
  const { client } = await openOpencode(given, await newPlace({ hosts: [name] }));
  const { workspace } = client.experimental;
  const { error } = await workspace.create({ type: 'ssh-provider', branch: null, extra: { host: name } });
  expect(error).toMatchObject({ name: 'WorkspaceCreateError', data: { message: includes(why) } });
  expect(error).toMatchObject({ data: { message: includes(name) } });

  // OpenCode keeps the row, and asks for its target with every look at it: nobody knocks at the host for that.
  const [row] = must(await workspace.list());
  const knocked = await given.host.log();
  for (let time = 0; time < 5; time += 1) await client.path.get({ workspace: row?.id });
  expect(await given.host.log()).toBe(knocked);
  must(await workspace.remove({ id: row?.id ?? '' }));
  expect(must(await workspace.list())).toEqual([]);
  expect((await given.host.admin('ls -A /home/dev/.opencode-remote-ssh')).code).not.toBe(0);
}

onOpencode(debian12, 'a wrong key fails with its reason and leaves nothing', async (given) => {
  const { file } = await makeKey(available().folder, `wrong-${process.pid}-${Date.now()}`);
  await expectFailure(given, { identityFile: file }, 'key');
});

onOpencode(debian12, 'a dead host fails with its reason and leaves nothing', async (given) => {
  await expectFailure(
    given,
    { address: { host: '127.0.0.1', port: await freePort() } },
    'nothing listens on that port',
  );
});
