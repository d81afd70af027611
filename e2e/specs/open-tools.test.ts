import { withGpt } from '../harness/opencode/agent.js';
import {
  bashText,
  callsOfAllTools,
  layForTools,
  leftByTools,
  leftText,
} from '../harness/opencode/all-tools.js';
import { onceOnOpencode, onceOnTui } from '../harness/opencode/on-opencode.js';
import { ask } from '../harness/opencode/person.js';
import { startScriptedModel } from '../harness/opencode/scripted-model.js';
import { opencodeBinary, openPlace, plainHome } from '../harness/product/opened.js';
import { orssh } from '../harness/product/orssh.js';
import { debian12 } from '../harness/profile.js';

const app = '/home/dev/app';
const { apply_patch, bash, edit, glob, grep, question, read, todowrite, write } = callsOfAllTools;

// An OpenCode and an agent host take their time on a machine that has much to do.
import.meta.jest.setTimeout(300_000);

onceOnTui(debian12, 'orssh open shows what each tool does on the host', async (given) => {
  const { host, target } = given;
  await layForTools(host, app);
  const model = await startScriptedModel();
  given.defer(() => model.close());
  const home = await plainHome({ config: withGpt(model.config) });
  const tui = await openPlace(given, home, `${target}:app`);

  model.script(read, glob, grep, { text: 'Looked.' });
  await ask(tui, 'Look around.');
  await tui.until(
    /Read src\/a\.txt[^]*Glob "\*\*\/\*\.txt" \(1 match[^]*Grep "tw\." \(1 match[^]*Looked\./,
    90_000,
  );
  expect(model.asked[0]?.system).toContain('Always whisper.');

  model.script(edit, write, { text: 'Written.' });
  await ask(tui, 'Translate it.');
  // The diff: a line that went and a line that came.
  await tui.until(/Edit src\/a\.txt[^]*- two[^]*\+ zwei[^]*Wrote src\/b\.txt[^]*written[^]*Written\./);

  model.script(bash, todowrite, question, { text: 'Left it is.' });
  await ask(tui, 'Wait for it.');
  await tui.until(/echo begun[^]*┃ +begun\s*\n/);
  await host.admin(`touch ${app}/go`);
  await tui.until(/# Todos[^]*Sweep the floor[^]*Which one is it\?/);
  await tui.press('Enter');
  await tui.until(/# Questions[^]*Which one is it\?\s[^]*Left[^]*Left it is\./);
  await tui.until(/┃ +dev\s*\n/);

  await tui.command('models', 'Switch model');
  await tui.until(/Select model/);
  await tui.type('gpt-5');
  await tui.until(/Select model(?![^]*\bm {2,}fake)[^]*gpt-5 {2,}fake/);
  await tui.press('Enter');
  await tui.until(/^(?![^]*Select model)/);
  model.script(apply_patch, { text: 'Patched it.' });
  await ask(tui, 'Patch it.');
  await tui.until(
    /Patched src\/a\.txt[^]*- zwei[^]*\+ deux[^]*# Created src\/c\.txt[^]*\+ added[^]*# Deleted src\/b\.txt[^]*Patched it\./,
  );
  expect(await leftByTools(host, app)).toBe(leftText);
});

interface Told {
  type: string;
  part?: { tool?: string; state?: { status: string; output?: string } };
}

onceOnOpencode(debian12, 'orssh run has each tool act on the host', async (given) => {
  const { host, target } = given;
  await layForTools(host, app);
  await host.admin(`touch ${app}/go`);
  const model = await startScriptedModel();
  given.defer(() => model.close());
  const home = await plainHome({ config: withGpt(model.config) });
  const run = (...args: string[]) =>
    orssh(['run', `${target}:app`, '--opencode', opencodeBinary(), ...args], {
      ...{ env: home.env, cwd: '/', timeoutMs: 100_000 },
    });
  const calls = [read, glob, grep, edit, write, bash, todowrite];
  model.script(...calls, { text: 'All done.' });
  const { code, stdout, stderr } = await run('--json', 'Do all of it.');
  expect([code, stderr]).toEqual([0, expect.not.stringMatching(/error/i)]);
  const told = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told)
    .filter(({ type }) => type === 'tool_use')
    .map(({ part }) => [part?.tool, part?.state?.status]);
  expect(told).toEqual(calls.map(({ call }) => [call, 'completed']));
  expect(model.asked.at(-1)?.system).toContain('Always whisper.');
  expect(JSON.stringify(model.asked.at(-1)?.messages)).toContain(JSON.stringify(bashText(app)).slice(1, -1));

  model.script(apply_patch, { text: 'Patched it.' });
  const patched = await run('-c', '-m', 'fake/gpt-5', 'Patch it.');
  expect([patched.code, patched.stdout]).toEqual([0, 'Patched it.\n']);
  expect(patched.stderr).toContain('Patch 3 files');
  expect(await leftByTools(host, app)).toBe(leftText);
});
