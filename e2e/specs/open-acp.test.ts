import { callsOfAllTools } from '../harness/opencode/all-tools.js';
import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import { doorOf } from '../harness/opencode/open-door.js';
import { startScriptedModel } from '../harness/opencode/scripted-model.js';
import { startEditor } from '../harness/product/editor.js';
import { isGone, plainHome } from '../harness/product/opened.js';
import { debian12 } from '../harness/profile.js';

import.meta.jest.setTimeout(300_000);

/** The editor's folder: there is none of that name on either side. */
const cwd = '/editor/project';

onceOnOpencode(debian12, 'an editor has a host for its folder, by orssh acp', async (given) => {
  const { host, target } = given;
  await host.admin(
    'mkdir -p /home/dev/app && echo by hand > /home/dev/app/note.txt && chown -R dev /home/dev/app',
  );
  const model = await startScriptedModel();
  given.defer(() => model.close());
  const home = await plainHome({ config: { ...model.config, permission: { edit: 'ask' } } });
  const editor = startEditor(given, home, `${target}:app`);
  await editor.ask('initialize', {
    protocolVersion: 1,
    clientCapabilities: { fs: { readTextFile: true, writeTextFile: true }, terminal: true },
  });
  const { url } = await doorOf(home);
  const { sessionId } = await editor.ask('session/new', { cwd, mcpServers: [] });

  model.script(
    { call: 'read', args: { filePath: 'note.txt' } },
    { call: 'edit', args: { filePath: 'note.txt', oldString: 'hand', newString: 'foot' } },
    { text: 'It was made by foot.' },
  );
  const turn = editor.ask('session/prompt', {
    sessionId,
    prompt: [
      { type: 'text', text: 'who made it?' },
      { type: 'resource_link', uri: `file://${cwd}/note.txt`, name: 'note.txt' },
    ],
  });
  const asked = await editor.answer('session/request_permission', {
    outcome: { outcome: 'selected', optionId: 'once' },
  });
  expect(JSON.stringify(asked.params)).toContain(`${cwd}/note.txt`);
  expect(await turn).toMatchObject({ stopReason: 'end_turn' });
  expect((await host.admin('cat /home/dev/app/note.txt')).stdout).toBe('by foot\n');
  expect(JSON.stringify(model.asked[0]?.messages)).toContain('by hand');

  model.script(callsOfAllTools.question, { text: 'Left, or right?' });
  const prompt = [{ type: 'text', text: 'choose one' }];
  expect(await editor.ask('session/prompt', { sessionId, prompt })).toMatchObject({ stopReason: 'end_turn' });

  const told = JSON.stringify(editor.told);
  expect(told).toContain('Left, or right?');
  expect(told).toContain('It was made by foot.');
  expect(editor.told.filter(({ jsonrpc }) => jsonrpc !== '2.0')).toEqual([]);
  const locations = editor.told
    .map(({ params }) => params?.['update'] as { locations?: { path: string }[] } | undefined)
    .flatMap((update) => update?.locations ?? []);
  expect([...new Set(locations.map(({ path }) => path))]).toEqual([`${cwd}/note.txt`]);

  const { code, stderr } = await editor.leave();
  expect(code).toBe(0);
  expect(stderr).not.toMatch(/error/i);
  await isGone(url);
});
