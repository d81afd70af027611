import { eventually } from '../harness/eventually.js';
import { errorOf, openAgent, outputOf } from '../harness/opencode/agent.js';
import {
  bashText,
  callsOfAllTools,
  layForTools,
  leftByTools,
  leftText,
} from '../harness/opencode/all-tools.js';
import { must } from '../harness/opencode/answer.js';
import { onceOnOpencode, onOpencode } from '../harness/opencode/on-opencode.js';
import { tracesOn } from '../harness/opencode/traces.js';
import { processes } from '../harness/processes.js';
import { arm64, busybox, debian12 } from '../harness/profile.js';

const home = '/home/dev';

onOpencode([debian12, busybox, arm64], 'every tool acts on the host', async (given) => {
  const { host } = given;
  await layForTools(host, home);
  const { call, calls, model, opencode, remove, session, workspace } = await openAgent(given);
  const { apply_patch, bash, edit, glob, grep, read, todowrite, write } = callsOfAllTools;
  const events = await opencode.events();
  given.defer(events.close);

  expect(outputOf(await call('read', read.args))).toContain('2: two');
  expect(model.asked[0]?.system).toContain('Always whisper.');
  expect(outputOf(await call('glob', glob.args))).toContain(`${home}/src/a.txt`);
  expect(outputOf(await call('grep', grep.args))).toMatch(/Line 2: two/);
  outputOf(await call('edit', edit.args));
  outputOf(await call('write', write.args));
  const turn = call('bash', bash.args);
  await events.until(
    ({ type, properties }) =>
      type.startsWith('message.part') && JSON.stringify(properties).includes('"output":"begun'),
  );
  await host.admin(`touch ${home}/go`);
  expect(outputOf(await turn)).toBe(bashText(home));
  outputOf(await call('todowrite', todowrite.args));
  model.script(apply_patch);
  must(
    await opencode.client.session.prompt({
      ...{ sessionID: session.id, workspace: workspace.id, model: { providerID: 'fake', modelID: 'gpt-5' } },
      parts: [{ type: 'text', text: 'Patch.' }],
    }),
  );
  outputOf(must({ data: (await calls()).at(-1) }));
  expect(await leftByTools(host, home)).toBe(leftText);

  await remove();
  expect(await tracesOn(host)).toEqual([]);
});

onceOnOpencode(
  debian12,
  'output streams, and timeout and abort end the command on the host',
  async (given) => {
    const { call, calls, model, opencode, prompt, session, workspace } = await openAgent(given);
    const running = async (): Promise<string[]> =>
      (await processes(given.host)).filter((line) => line.includes('sleep 4242'));

    model.script({ call: 'bash', args: { command: 'echo begun; sleep 4242', description: 'Sleep' } });
    const turn = prompt('Sleep.');
    await eventually(
      async () => (await calls()).at(-1)?.state,
      (state) => state?.status === 'running' && JSON.stringify(state.metadata ?? {}).includes('begun'),
    );
    must(await opencode.client.session.abort({ sessionID: session.id, workspace: workspace.id }));
    await turn.catch(() => undefined);
    await eventually(running, (lines) => lines.length === 0);

    const late = await call('bash', { command: 'echo late; sleep 4242', timeout: 500, description: 'Sleep' });
    expect(outputOf(late)).toMatch(/late[^]*exceeding timeout 500 ms/);
    await eventually(running, (lines) => lines.length === 0);
  },
);

onceOnOpencode(debian12, 'permission is asked once, for good, and refused', async (given) => {
  const { call, model, opencode, prompt, calls, workspace } = await openAgent(given, {
    config: { permission: { bash: 'ask' } },
  });
  const { client } = opencode;
  await given.host.admin(`echo plain > ${home}/plain.txt`);
  const events = await opencode.events();
  given.defer(events.close);
  let known = 0;
  const reply = async (answer: 'once' | 'always' | 'reject'): Promise<unknown> => {
    const asked = await eventually(
      () => events.seen.filter(({ type }) => type === 'permission.asked'),
      (all) => all.length > known,
    );
    expect(asked.length).toBe(known + 1);
    known = asked.length;
    const { id, permission } = asked.at(-1)?.properties as { id: string; permission: string };
    must(await client.permission.reply({ requestID: id, reply: answer, workspace: workspace.id }));
    return permission;
  };
  const bash = async (command: string, answer?: 'once' | 'always' | 'reject') => {
    model.script({ call: 'bash', args: { command, description: 'Run' } });
    const turn = prompt('Run it.');
    if (answer) expect(await reply(answer)).toBe('bash');
    await turn;
    return (await calls()).at(-1);
  };
  expect(outputOf(must({ data: await bash('echo one', 'once') }))).toBe('one\n');
  expect(errorOf(must({ data: await bash('touch rejected', 'reject') }))).toMatch(/reject/);
  expect((await given.host.admin(`ls ${home}`)).stdout).not.toContain('rejected');
  expect(outputOf(must({ data: await bash('echo two', 'always') }))).toBe('two\n');
  expect(outputOf(must({ data: await bash('echo three') }))).toBe('three\n');
  expect(outputOf(await call('read', { filePath: 'plain.txt' }))).toContain('1: plain');
});

onceOnOpencode(debian12, 'a prompt has files and pictures of the host, undo restores them', async (given) => {
  const { host } = given;
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
  await host.admin(
    `cd ${home} && echo 'only on the host' > note.txt && echo ${png} | base64 -d > dot.png && chown dev note.txt dot.png`,
  );
  const { call, model, opencode, prompt, session, workspace } = await openAgent(given, {
    properties: { attachment: true, modalities: { input: ['text', 'image'], output: ['text'] } },
  });
  await prompt('Look at @note.txt and @dot.png', [
    { url: `file://${home}/note.txt`, mime: 'text/plain', filename: 'note.txt' },
    { url: `file://${home}/dot.png`, mime: 'image/png', filename: 'dot.png' },
  ]);
  expect(model.sent()).toContain('only on the host');
  expect(model.sent()).toContain('data:image/png;base64,');

  await call('bash', { command: 'echo changed > note.txt; echo new > new.txt', description: 'Change' });
  outputOf(await call('read', { filePath: 'note.txt' }));
  model
    .when({ first: /Help out/ })
    .script({ call: 'bash', args: { command: 'echo helped > helped.txt', description: 'Help' } });
  outputOf(await call('task', { description: 'Help', prompt: 'Help out.', subagent_type: 'general' }));
  expect((await host.admin(`cat ${home}/helped.txt`)).stdout).toBe('helped\n');
  const at = { sessionID: session.id, workspace: workspace.id };
  const changed = must(await opencode.client.session.messages({ sessionID: session.id })).find(
    ({ info, parts }) => info.role === 'user' && JSON.stringify(parts).includes('Call bash'),
  );
  const messageID = changed?.info.id ?? '';
  const { client } = opencode;
  const changes = await eventually(
    async () => must(await client.session.diff({ sessionID: session.id, messageID })),
    (diffs) => diffs.length > 0,
  );
  expect(changes.map(({ file, status, additions }) => [file, status, additions])).toEqual([
    ['new.txt', 'added', 1],
    ['note.txt', 'modified', 1],
  ]);
  const reverted = must(await client.session.revert({ ...at, messageID }));
  expect(reverted.revert?.diff).toMatch(/b\/note\.txt[^]*-changed\n\+only on the host/);
  expect(must(await client.session.get({ sessionID: session.id })).revert).toEqual(reverted.revert);
  expect((await host.admin(`cat ${home}/note.txt`)).stdout).toBe('only on the host\n');
  expect((await host.admin(`ls ${home}`)).stdout).not.toMatch(/new\.txt|helped\.txt/);
  must(await client.session.unrevert(at));
  expect((await host.admin(`cat ${home}/note.txt ${home}/new.txt ${home}/helped.txt`)).stdout).toBe(
    'changed\nnew\nhelped\n',
  );
});

onceOnOpencode(debian12, 'subagent, todo, question and compaction', async (given) => {
  const { call, calls, model, opencode, prompt, session, workspace } = await openAgent(given, {
    // This client says to which workspace an answer belongs.
    env: { OPENCODE_ENABLE_QUESTION_TOOL: 'true' },
  });
  const { client } = opencode;
  model
    .when({ first: /Look around/ })
    .script({ call: 'bash', args: { command: 'hostname; id -un', description: 'Who' } });
  const task = await call('task', { description: 'Look', prompt: 'Look around.', subagent_type: 'general' });
  expect(outputOf(task)).toContain('state="completed"');
  expect(model.sent()).toContain('dev\\n');

  const events = await opencode.events();
  given.defer(events.close);
  outputOf(await call('todowrite', { todos: [{ content: 'Sweep', status: 'pending', priority: 'low' }] }));
  await events.until(
    ({ type, properties }) => type === 'todo.updated' && JSON.stringify(properties).includes('Sweep'),
  );

  model.script({
    call: 'question',
    args: {
      questions: [{ question: 'Which?', header: 'Which', options: [{ label: 'A', description: 'a' }] }],
    },
  });
  const turn = prompt('Ask me.');
  const [asked] = await eventually(
    async () => must(await client.question.list({ workspace: workspace.id })),
    (all) => all.length === 1,
  );
  must(
    await client.question.reply({ requestID: asked?.id ?? '', workspace: workspace.id, answers: [['A']] }),
  );
  await turn;
  expect(outputOf(must({ data: (await calls()).at(-1) }))).toContain('A');

  must(
    await client.session.summarize({
      ...{ sessionID: session.id, workspace: workspace.id },
      ...{ providerID: 'fake', modelID: 'm' },
    }),
  );
  await prompt('Go on.');
  expect(model.asked.at(-1)?.messages).toMatchObject([
    { content: 'What did we do so far?' },
    { role: 'assistant' },
    { content: 'Go on.' },
  ]);
});

onceOnOpencode(debian12, 'a conversation survives its host, and its OpenCode', async (given) => {
  const { call, calls, model, opencode, prompt, session } = await openAgent(given);
  outputOf(await call('bash', { command: 'echo before', description: 'Say' }));
  model.script({
    call: 'bash',
    args: {
      command: 'echo begun; until [ -e go ]; do sleep 0.1; done; echo over >> ran; echo ended',
      description: 'Wait',
    },
  });
  const turn = prompt('Wait.');
  await eventually(
    async () => (await calls()).at(-1)?.state,
    (state) => state?.status === 'running' && JSON.stringify(state.metadata ?? {}).includes('begun'),
  );
  await given.host.admin(`pkill -KILL -u dev sshd; pkill -KILL -u dev dropbear; touch ${home}/go`);
  await turn;
  expect(outputOf(must({ data: (await calls()).at(-1) }))).toBe('begun\nended\n');
  expect((await given.host.admin(`cat ${home}/ran`)).stdout).toBe('over\n');

  await opencode.kill();
  await opencode.start();
  await opencode.client.sync.start();
  await eventually(
    async () =>
      (
        await opencode.client.session.prompt({
          sessionID: session.id,
          parts: [{ type: 'text', text: 'Again.' }],
        })
      ).error,
    (error) => error === undefined,
  );
  expect(JSON.stringify(model.asked.at(-1)?.messages)).toContain('begun');
  outputOf(await call('bash', { command: 'echo after', description: 'Say' }));
});
