import { eventually } from '../harness/eventually.js';
import { openAgent, outputOf } from '../harness/opencode/agent.js';
import { agentHostOf, memoryOf, runningIn } from '../harness/opencode/agent-host-of.js';
import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import { debian12 } from '../harness/profile.js';

onceOnOpencode(
  debian12,
  'an agent host that nobody asks ends, and the next prompt has it again',
  async (given) => {
    const { call, history, model, opencode, place, workspace } = await openAgent(given, {
      settings: { agentIdleMs: 5_000 },
    });
    const events = await opencode.events();
    given.defer(events.close);
    outputOf(await call('bash', { command: 'echo before', description: 'Say' }));
    const { group } = await agentHostOf(place.home, workspace.id);
    expect(await memoryOf(group)).toBeGreaterThan(0);
    // What clients ask again and again does not keep it.
    await eventually(
      async () => {
        await opencode.client.session.status({ workspace: workspace.id });
        return runningIn(group);
      },
      (pids) => pids.length === 0,
    );
    expect(await memoryOf(group)).toBe(0);
    expect(await history()).toContain('before');

    outputOf(await call('bash', { command: 'echo after', description: 'Say' }));
    expect(JSON.stringify(model.asked.at(-1)?.messages)).toMatch(/before[^]*after/);
    expect((await agentHostOf(place.home, workspace.id)).group).not.toBe(group);
    expect(events.seen.filter(({ type }) => type === 'session.error')).toEqual([]);
  },
);
