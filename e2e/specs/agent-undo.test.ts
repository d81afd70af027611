import { eventually } from '../harness/eventually.js';
import { agentPlace, openAgent, outputOf } from '../harness/opencode/agent.js';
import { must } from '../harness/opencode/answer.js';
import { onceOnOpencode, onceOnTui } from '../harness/opencode/on-opencode.js';
import { ask, createWorkspace } from '../harness/opencode/person.js';
import { startTui } from '../harness/opencode/start-tui.js';
import { debian12, type Profile } from '../harness/profile.js';

const app = '/home/dev/app';
const extra = { directory: app };

/** Files and links in the folder, with modes and texts, but for what git keeps. Folders that are empty by now stay, as they do locally. */
const state = `cd ${app} && find . -name .git -prune -o ! -type d -print | LC_ALL=C sort | while read -r path; do
  if [ -h "$path" ]; then echo "$path -> $(readlink "$path")"
  else echo "$path $(stat -c %a "$path") $(cat "$path")"; fi
done`;

const project = `mkdir -p ${app}/src/deep ${app}/build ${app}/inner && cd ${app} && git init -q &&
  printf 'build/\\n*.log\\n' > .gitignore && echo one > src/one.txt && echo two > src/deep/two.txt &&
  echo gone > src/deep/gone.txt && echo out > build/out.txt && echo said > said.log &&
  printf '#!/bin/sh\\n' > run.sh && chmod 755 run.sh && ln -s src/one.txt link &&
  (cd inner && git init -q && echo inner > inner.txt) && echo 'a name' > 'src/ä b.txt' && chown -R dev ${app}`;

const changes = `echo ONE > src/one.txt && rm src/deep/gone.txt && mkdir -p new/deep && echo new > new/deep/new.txt &&
  echo OUT > build/out.txt && echo more >> said.log && chmod 644 run.sh && rm link && ln -s src/deep link &&
  mv 'src/ä b.txt' src/moved.txt && echo INNER > inner/inner.txt && rm -r src/deep`;

onceOnOpencode(
  debian12,
  'undo restores what a turn made, changed and removed, and leaves what git ignores',
  async (given) => {
    const { host } = given;
    await host.admin(project);
    const seen = async (): Promise<string> => (await host.admin(state)).stdout;
    const { call, opencode, session, workspace } = await openAgent(given, { settings: extra });
    const at = { sessionID: session.id, workspace: workspace.id };
    const before = await seen();
    outputOf(await call('bash', { command: changes, description: 'Change all' }));
    outputOf(await call('write', { filePath: 'src/written.txt', content: 'written\n' }));
    const after = await seen();
    const messages = must(await opencode.client.session.messages({ sessionID: session.id }));
    const first = messages.find(({ info }) => info.role === 'user')?.info.id ?? '';

    must(await opencode.client.session.revert({ ...at, messageID: first }));
    expect(await seen()).toBe(
      before.replace('out.txt 644 out', 'out.txt 644 OUT').replace('644 said', '644 said\nmore'),
    );
    must(await opencode.client.session.unrevert(at));
    expect(await seen()).toBe(after);
  },
);

const withoutGit: Profile = { ...debian12, name: 'Debian 12 without git', setup: 'rm -f /usr/bin/git' };

onceOnTui(withoutGit, 'without git a prompt works, and undo says that the files stay', async (given) => {
  const { host, target } = given;
  await host.admin(`mkdir ${app} && echo before > ${app}/a.txt && chown -R dev ${app}`);
  const { place, model } = await agentPlace(given, { settings: extra });
  const tui = await startTui(given, place);
  await createWorkspace(tui, target);
  model.script(
    { call: 'edit', args: { filePath: 'a.txt', oldString: 'before', newString: 'after' } },
    { text: 'Changed.' },
  );
  await ask(tui, 'Change it.');
  await tui.until(/- before[^]*\+ after[^]*Changed\./, 40_000);
  await tui.command('undo', 'Undo previous message');
  await tui.until(/Files on[^]*stay[^]*git[^]*not[^]*installed/);
  await tui.until(/1 message reverted/);
  const text = async (): Promise<string> => (await host.admin(`cat ${app}/a.txt`)).stdout;
  expect(await text()).toBe('after\n');
  await tui.press('C-u');

  model.script(
    { call: 'bash', args: { command: 'cat a.txt; id -un', description: 'Looks' } },
    { text: 'Seen.' },
  );
  await ask(tui, 'Look again.');
  await tui.until(/┃ +after\s*\n[^]*┃ +dev\s*\n[^]*Seen\./, 40_000);
  await eventually(text, (now) => now === 'after\n');
});
