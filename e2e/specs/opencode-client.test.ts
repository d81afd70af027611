import { eventually } from '../harness/eventually.js';
import type { Given } from '../harness/on-hosts.js';
import { onOpencode } from '../harness/opencode/on-opencode.js';
import { newPlace, openOpencode } from '../harness/opencode/open-opencode.js';
import { must } from '../harness/opencode/answer.js';
import { tracesOn } from '../harness/opencode/traces.js';
import { processes } from '../harness/processes.js';
import { openHeadless } from '../harness/opencode/headless.js';
import { account, arm64, busybox, debian11, debian12 } from '../harness/profile.js';

onOpencode([debian12, busybox], 'a workspace lives with the SDK client', async (given: Given) => {
  const place = await newPlace({ hosts: [given.target] });
  const opencode = await openOpencode(given, place);
  const { client } = opencode;
  const workspace = must(
    await client.experimental.workspace.create({ type: 'ssh-provider', branch: null, extra: {} }),
  );
  expect(workspace.name).toBe(given.target);
  const status = async (): Promise<string | undefined> =>
    must(await client.experimental.workspace.status()).find(({ workspaceID }) => workspaceID === workspace.id)
      ?.status;
  await eventually(status, (seen) => seen === 'connected');

  const events = await opencode.events();
  given.defer(events.close);
  const session = must(await client.session.create({ workspace: workspace.id }));
  const run = (command: string) =>
    client.session.shell({ sessionID: session.id, workspace: workspace.id, agent: 'build', command });
  const shell = run(`echo first; until [ -e go ]; do sleep 0.1; done; echo second`);
  await events.until(
    ({ type, properties }) => type.startsWith('message.part') && JSON.stringify(properties).includes('first'),
  );
  await given.host.admin(`touch ${account.home}/go`);
  must(await shell);
  const history = async (): Promise<string> =>
    JSON.stringify(must(await client.session.messages({ sessionID: session.id })));
  expect(await history()).toContain('second');

  await opencode.kill();
  await opencode.start();
  expect(await history()).toContain('second');
  await client.sync.start();
  await eventually(status, (seen) => seen === 'connected');
  // `connected` says that the gateway answers; the host may still be on its way.
  await eventually(
    () => run('echo third; id -un'),
    ({ error }) => error === undefined,
  );
  // OpenCode waits for its copy only where events come already.
  await eventually(history, (text) => text.includes('third\\ndev'));

  must(await client.experimental.workspace.remove({ id: workspace.id }));
  expect(must(await client.experimental.workspace.list())).toEqual([]);
  expect(await tracesOn(given.host)).toEqual([]);
  expect((await processes(given.host)).filter((line) => line.includes('until ['))).toEqual([]);
});

onOpencode([debian11, arm64], 'a workspace works with the SDK client', async (given: Given) => {
  const opencode = await openOpencode(given, await newPlace({ hosts: [given.target] }));
  const { shell, history, remove } = await openHeadless(opencode);
  await shell('uname -m; id -un');
  expect(await history()).toMatch(/(x86_64|aarch64)\\ndev/);
  await remove();
  expect(await tracesOn(given.host)).toEqual([]);
});
