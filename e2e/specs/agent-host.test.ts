import { access } from 'node:fs/promises';

import { eventually } from '../harness/eventually.js';
import { must } from '../harness/opencode/answer.js';
import { agentFolderOf, agentHostOf, memoryOf, runningIn } from '../harness/opencode/agent-host-of.js';
import type { Given } from '../harness/on-hosts.js';
import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import { newPlace, openOpencode } from '../harness/opencode/open-opencode.js';
import { account, busybox, debian12 } from '../harness/profile.js';

const there = `${account.home}/project`;

async function open(given: Given, extra: Record<string, unknown> = {}) {
  const place = await newPlace({ hosts: [given.target], settings: { agent: 'local' } });
  const opencode = await openOpencode(given, place);
  const make = async () =>
    must(await opencode.client.experimental.workspace.create({ type: 'ssh-provider', branch: null, extra }));
  return { place, opencode, make };
}

async function endsSoon(group: number): Promise<void> {
  expect(
    await eventually(
      () => runningIn(group),
      (pids) => pids.length === 0,
    ),
  ).toEqual([]);
}

onceOnOpencode(debian12, 'an agent host comes with its workspace and goes with it', async (given: Given) => {
  const { place, opencode, make } = await open(given);
  const workspace = await make();
  const agent = await agentHostOf(place.home, workspace.id);
  expect(await agent.get('/project/current')).toMatchObject({
    id: workspace.projectID,
    worktree: agent.anchor,
  });
  const config = (await agent.get('/config')) as Record<string, unknown>;
  expect(config).toMatchObject({ snapshot: false, lsp: false, formatter: false, autoupdate: false });
  expect(config['shell']).toMatch(/remote-shell$/);
  expect(await memoryOf(agent.group)).toBeGreaterThan(0);
  must(await opencode.client.experimental.workspace.remove({ id: workspace.id }));
  await endsSoon(agent.group);
  await expect(access(agentFolderOf(place.home, workspace.id))).rejects.toThrow('ENOENT');
});

for (const end of ['kill', 'stop'] as const) {
  onceOnOpencode(debian12, `however OpenCode ends, no agent host stays (${end})`, async (given: Given) => {
    const { place, opencode, make } = await open(given);
    const workspace = await make();
    const agent = await agentHostOf(place.home, workspace.id);
    expect((await runningIn(agent.group)).length).toBeGreaterThan(1);
    await opencode[end]();
    await endsSoon(agent.group);
  });
}

onceOnOpencode(
  [debian12, busybox],
  "the host's instructions are the model's, as text",
  async (given: Given) => {
    const files = {
      'AGENTS.md': 'Be brief.',
      'opencode.json': JSON.stringify({
        command: { ship: { template: 'Ship {env:HOME} it.' } },
        plugin: ['./evil.js'],
        permission: { edit: 'deny', bash: 'allow' },
      }),
      'evil.js': 'export default () => process.exit(1)',
      '.opencode/agent/review.md': '---\nmode: subagent\ndescription: Looks at changes.\n---\nLook.',
      '.opencode/plugin/evil.js': 'process.exit(1)',
      '.opencode/skill/draw/SKILL.md': '---\nname: draw\ndescription: Draws.\n---\nDraw.',
    };
    for (const [path, text] of Object.entries(files))
      await given.host.admin(
        `mkdir -p "$(dirname ${there}/${path})"; printf %s '${text.replaceAll("'", `'\\''`)}' > ${there}/${path}`,
      );
    await given.host.admin(`chown -R ${account.user} ${there}`);
    const { place, make } = await open(given, { directory: there });
    const { id } = await make();
    const agent = await agentHostOf(place.home, id);
    const named = async (path: string, wanted: string) =>
      ((await agent.get(path)) as { name: string }[]).find(({ name }) => name === wanted);
    expect(await named('/agent', 'review')).toMatchObject({ mode: 'subagent', prompt: 'Look.' });
    expect(await named('/command', 'ship')).toMatchObject({ template: 'Ship {env:HOME} it.' });
    expect(await named('/skill', 'draw')).toMatchObject({ description: 'Draws.' });
    const config = (await agent.get('/config')) as { plugin: string[]; permission: unknown };
    expect(config.permission).toMatchObject({ edit: 'deny' });
    expect(config.permission).not.toHaveProperty('bash');
    expect(JSON.stringify(config.plugin)).not.toContain('evil');
  },
);
