import { eventually } from '../harness/eventually.js';
import { agentPlace } from '../harness/opencode/agent.js';
import { callsOfAllTools } from '../harness/opencode/all-tools.js';
import { agentHostOf } from '../harness/opencode/agent-host-of.js';
import { must } from '../harness/opencode/answer.js';
import { onceOnTui } from '../harness/opencode/on-opencode.js';
import { answerPermission, ask, createWorkspace } from '../harness/opencode/person.js';
import { startTui } from '../harness/opencode/start-tui.js';
import { debian12 } from '../harness/profile.js';

const home = '/home/dev';

onceOnTui(debian12, 'edits show their diff at the terminal, commands what they say', async (given) => {
  const { host, target } = given;
  await host.admin(`cd ${home} && printf 'one\\ntwo\\nthree\\n' > a.txt && chown dev a.txt`);
  const { place, model } = await agentPlace(given);
  const tui = await startTui(given, place);
  await createWorkspace(tui, target);

  model.script(
    { call: 'read', args: { filePath: 'a.txt' } },
    { call: 'edit', args: { filePath: 'a.txt', oldString: 'two', newString: 'zwei' } },
    { text: 'It is German now.' },
  );
  await ask(tui, 'Translate it.');
  // The diff: a line that went and a line that came.
  await tui.until(/Edit a\.txt[^]*- two[^]*\+ zwei[^]*It is German now/, 40_000);
  expect((await host.admin(`cat ${home}/a.txt`)).stdout).toBe('one\nzwei\nthree\n');

  model.script({
    call: 'bash',
    args: {
      command: 'echo begun; until [ -e go ]; do sleep 0.1; done; echo ended by $(id -un)',
      description: 'Waits for it',
    },
  });
  await ask(tui, 'Wait for it.');
  await tui.until(/┃ +begun\s*\n/);
  await host.admin(`touch ${home}/go`);
  await tui.until(/┃ +ended by dev\s*\n/);
});

onceOnTui(debian12, 'a person at the terminal is asked, and names files of the host', async (given) => {
  const { host, target } = given;
  await host.admin(`echo 'only on the host' > ${home}/note.txt && chown dev ${home}/note.txt`);
  const { place, model } = await agentPlace(given, {
    config: { permission: { bash: { '*': 'allow', 'touch *': 'ask' } } },
  });
  const tui = await startTui(given, place);
  await createWorkspace(tui, target);

  model.script(
    { call: 'bash', args: { command: 'touch asked', description: 'Makes a file' } },
    { text: 'Made.' },
  );
  await ask(tui, 'Make a file.');
  await tui.until(/Permission required/, 40_000);
  expect((await host.admin(`ls ${home}`)).stdout).not.toContain('asked');
  await answerPermission(tui, 'once');
  await tui.until(/Made\./);
  expect((await host.admin(`ls ${home}`)).stdout).toContain('asked');

  model.script({ text: 'I have seen it.' });
  await ask(tui, 'Look at @note.txt please');
  await tui.until(/I have seen it/);
  expect(model.sent()).toContain('only on the host');

  const [workspace] = must(await tui.client.experimental.workspace.list());
  const { anchor } = await agentHostOf(place.home, workspace?.id ?? '');
  expect(model.asked.at(-1)?.system).toContain(`Working directory: ${home}\n`);
  expect(model.asked.at(-1)?.system).toContain(`Host: ${target}`);
  expect(model.sent()).not.toContain(anchor);
});

onceOnTui(debian12, 'a question whose answer would be lost is not asked', async (given) => {
  const { place, model } = await agentPlace(given);
  const tui = await startTui(given, place);
  await createWorkspace(tui, given.target);
  model.script(callsOfAllTools.question, { text: 'Left, or right?' }, { text: 'Left it is.' });
  await ask(tui, 'Choose one.');
  await tui.until(/Left, or right\?/, 40_000);
  await ask(tui, 'Left.');
  await tui.until(/Left it is\./);
  const offered = model.asked.flatMap(({ tools }) => tools.map(({ name }) => name));
  expect(offered).toContain('bash');
  expect(offered).not.toContain('question');
});

onceOnTui(debian12, 'undo and redo at the terminal bring back the files of the host', async (given) => {
  const { host, target } = given;
  await host.admin(`cd ${home} && echo before > a.txt && chown dev a.txt`);
  const { place, model } = await agentPlace(given);
  const tui = await startTui(given, place);
  await createWorkspace(tui, target);
  model.script(
    { call: 'bash', args: { command: 'echo after > a.txt; echo new > b.txt', description: 'Changes files' } },
    { text: 'Changed.' },
  );
  await ask(tui, 'Change it.');
  await tui.until(/Changed\./, 40_000);
  const files = async (): Promise<string> => (await host.admin(`cd ${home} && head *.txt`)).stdout;
  expect(await files()).toContain('after');

  await tui.command('undo', 'Undo previous message');
  await tui.until(/1 message reverted[^]*a\.txt \+1 -1[^]*b\.txt -1/);
  await eventually(files, (text) => text === 'before\n');
  await tui.command('redo', 'Redo');
  await tui.until(/Changed\./);
  await eventually(files, (text) => /after[^]*new/.test(text));
});

onceOnTui(debian12, 'a person at the terminal learns what is on this machine alone', async (given) => {
  const { place, model } = await agentPlace(given);
  const tui = await startTui(given, place);
  await createWorkspace(tui, given.target);
  model.script({ text: 'I have seen it.' });
  // The list has this machine's files.
  await tui.type('Look at @READ');
  await tui.until(/README\.md/);
  await tui.press('Enter');
  await tui.until(/@README\.md/);
  await tui.press('Enter');
  await tui.until(/README\.md\s+could[^]*not be read/, 40_000);
  await tui.until(/I have seen it/, 40_000);
  expect(model.sent()).not.toContain('# A project');
});
