import { eventually } from '../harness/eventually.js';
import { agentHostOf, runningIn } from '../harness/opencode/agent-host-of.js';
import { openAgent, outputOf } from '../harness/opencode/agent.js';
import { must } from '../harness/opencode/answer.js';
import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import { debian12 } from '../harness/profile.js';

onceOnOpencode(debian12, 'an agent host that ends in the middle of a prompt leaves no gap', async (given) => {
  const { call, calls, model, opencode, place, prompt, session, workspace } = await openAgent(given);
  const events = await opencode.events();
  given.defer(events.close);
  outputOf(await call('bash', { command: 'echo before', description: 'Say' }));

  model.script({ call: 'bash', args: { command: 'echo begun; sleep 4242', description: 'Sleep' } });
  const turn = prompt('Sleep.').then(
    () => 'answered',
    (error: unknown) => String(error),
  );
  await eventually(
    async () => (await calls()).at(-1)?.state,
    (state) => state?.status === 'running' && JSON.stringify(state.metadata ?? {}).includes('begun'),
  );
  const { group } = await agentHostOf(place.home, workspace.id);
  process.kill(-group, 'SIGKILL');
  expect(await turn).toContain('OpenCode answered');
  await events.until(({ type }) => type === 'session.error');
  await eventually(
    () => runningIn(group),
    (pids) => pids.length === 0,
  );

  outputOf(await call('bash', { command: 'echo after', description: 'Say' }));
  expect(JSON.stringify(model.asked.at(-1)?.messages)).toContain('before');

  const agent = await agentHostOf(place.home, workspace.id);
  expect(agent.group).not.toBe(group);
  const path = `/session/${session.id}/message`;
  const theirs = await agent.get(path);
  await eventually(
    async () => plain(must(await opencode.client.session.messages({ sessionID: session.id }))),
    (ours) => ours === plain(theirs),
  );
});

/** Who said what, part by part; folders differ. */
function plain(messages: unknown): string {
  const all = messages as { info: { id: string; role: string }; parts: { id: string; type: string }[] }[];
  return all
    .map(({ info, parts }) =>
      [info.id, info.role, ...parts.map(({ id, type }) => `${id} ${type}`)].join('\n'),
    )
    .join('\n\n');
}
