import { eventually } from '../harness/eventually.js';
import { type Agent, errorOf, openAgent, outputOf } from '../harness/opencode/agent.js';
import { must } from '../harness/opencode/answer.js';
import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import type { Given } from '../harness/on-hosts.js';
import { processes } from '../harness/processes.js';
import { orssh } from '../harness/product/orssh.js';
import { debian12 } from '../harness/profile.js';

interface Answer {
  reply: 'once' | 'always' | 'reject';
  message?: string;
}

const directory = '/home/dev/app';

/** A folder beside the workspace, and a file in the workspace that names one in it. */
async function lay({ host }: Given): Promise<void> {
  await host.admin(
    `mkdir -p /srv/private ${directory} && echo letter > /srv/private/a && echo /srv/private/a > ${directory}/where && chown -R dev ${directory}`,
  );
}

const unseen = 'cat "$(cat where)"';
const bash = (command: string) => ['bash', { command, description: 'Look' }] as const;

/** Answers the next question of the workspace; resolves with what it was about. */
async function answerNext({ opencode, workspace }: Agent, answer: Answer): Promise<string[]> {
  const { client } = opencode;
  const [asked] = await eventually(
    async () => must(await client.permission.list({ workspace: workspace.id })),
    (list) => list.length > 0,
  );
  if (!asked) throw new Error('nothing is asked');
  must(await client.permission.reply({ requestID: asked.id, workspace: workspace.id, ...answer }));
  return asked.patterns;
}

onceOnOpencode(debian12, 'what a host denies and limits holds for the model and for `!`', async (given) => {
  await lay(given);
  const agent = await openAgent(given, {
    extra: { directory },
    settings: { deny: ['shutdown *'], network: 'none', maxProcesses: 4_000, maxOutputBytes: 5_000 },
  });
  const { call, calls, shell, history } = agent;
  expect(errorOf(await call(...bash('true && shutdown now')))).toMatch(
    /is not run: the pattern "shutdown \*"/,
  );
  expect(outputOf(await call(...bash('yes')))).toContain('[ended by orssh: it printed more than the 5000');
  const port = given.host.address.port;
  const connect = `bash -c 'ulimit -u; exec 3<>/dev/tcp/127.0.0.1/${port}' 2>&1 || echo "cut off"`;
  expect(outputOf(await call(...bash(connect)))).toMatch(/^4000\n[^]*cut off/);

  await expect(shell('shutdown now').then(history)).resolves.toMatch(/is not run: the pattern/);
  await shell('yes');
  await shell(connect);
  const [loud = '', cut = ''] = (await calls()).slice(-2).map(outputOf);
  expect(loud).toContain('[ended by orssh: it printed more than the 5000');
  expect(cut).toMatch(/^4000\n[^]*cut off/);
});

onceOnOpencode(
  debian12,
  'what was out of reach is named to the model and to `!`, and naming it asks for it',
  async (given) => {
    await lay(given);
    const agent = await openAgent(given, { extra: { directory } });
    const { call, model, shell, history } = agent;
    const hint =
      /Permission denied[^]*\[orssh: what was not approved is out of reach here: \/srv\/private\/a\. A command that names a path asks/;
    expect(outputOf(await call(...bash(unseen)))).toMatch(hint);
    await shell(unseen);
    expect((await history()).replaceAll('\\n', '\n')).toMatch(hint);

    // No, and why.
    const refused = call(...bash('cat /srv/private/a'));
    expect(await answerNext(agent, { reply: 'reject', message: 'Ask Ann first.' })).toEqual([
      '/srv/private/*',
    ]);
    expect(errorOf(await refused)).toContain('Ask Ann first.');
    model.script({ text: 'I shall.' });
    await agent.prompt('Go on.');
    expect(model.sent()).toContain('Ask Ann first.');
    const typed = shell('cat /srv/private/a');
    await answerNext(agent, { reply: 'reject', message: 'Not now, thanks.' });
    await typed.catch(() => undefined);
    expect(await history()).toContain('Not now, thanks.');

    // What was named is granted to all that the command runs.
    const allowed = call(...bash(`ls /srv/private > /dev/null && ${unseen}`));
    await answerNext(agent, { reply: 'once' });
    expect(outputOf(await allowed)).toBe('letter\n');
    expect(outputOf(await call(...bash(unseen)))).toMatch(hint);
  },
);

onceOnOpencode(debian12, 'what is revoked ends the command of the model that uses it', async (given) => {
  await lay(given);
  const agent = await openAgent(given, {
    extra: { directory, permission: { allow: ['/srv/private'] } },
  });
  const { call, workspace } = agent;
  const sleepers = async (): Promise<string[]> =>
    (await processes(given.host)).filter((line) => line.includes('sleep 4242'));
  const running = call(...bash('cat /srv/private/a; sleep 4242'));
  await eventually(sleepers, (lines) => lines.length > 0);
  const revoked = await orssh([
    ...['approvals', 'revoke', given.target, '/srv/private', '--workspace', workspace.id],
  ]);
  expect(revoked).toMatchObject({ code: 0 });
  expect(outputOf(await running)).toMatch(/letter\n[^]*\[ended by orssh: .*\/srv\/private.*revoked/);
  await eventually(sleepers, (lines) => lines.length === 0);
});
