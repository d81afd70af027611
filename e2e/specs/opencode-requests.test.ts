import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { available } from '../harness/available.js';
import { agentPlace } from '../harness/opencode/agent.js';
import { onceOnTui, onTui } from '../harness/opencode/on-opencode.js';
import { newPlace } from '../harness/opencode/open-opencode.js';
import { createWorkspace, deleteWorkspace } from '../harness/opencode/person.js';
import { pluginFile } from '../harness/opencode/plugin-path.js';
import { asLine, distinct } from '../harness/opencode/recorded-request.js';
import { recordedPlugin } from '../harness/opencode/recorded-plugin.js';
import { type Recorder, startRecorder } from '../harness/opencode/recorder.js';
import { startTui, type Tui } from '../harness/opencode/start-tui.js';
import { takeTour, type TourParts } from '../harness/opencode/tour.js';
import { withAgent, withoutAgent } from '../harness/opencode/tour-parts.js';
import type { Given } from '../harness/on-hosts.js';
import { debian12 } from '../harness/profile.js';

async function recorded(given: Given): Promise<{ plugin: string; recorder: Recorder }> {
  const recorder = await startRecorder();
  given.defer(() => recorder.close());
  return { recorder, plugin: await recordedPlugin(available().folder, pluginFile, recorder) };
}

/** From a TUI's first workspace to its end. */
async function live(tui: Tui, target: string, parts: TourParts): Promise<void> {
  await createWorkspace(tui, target);
  await takeTour(tui, parts);
  await deleteWorkspace(tui, target);
  await tui.until(/No results found/);
  await tui.press('Escape');
  await tui.until(/^(?![^]*No results found)/);
  await tui.command('exit', 'Exit the app');
  expect(await tui.ended()).toBe(0);
}

/** The requests that were refused; all are kept in a file where that is wished for. */
async function refused({ requests }: Recorder, file: string): Promise<string[]> {
  const all = distinct(requests);
  expect(all.length).toBeGreaterThan(15);
  const path = fileURLToPath(new URL(`../recordings/${file}`, import.meta.url));
  if (process.env['ORSSH_E2E_RECORD']) await writeFile(path, `${JSON.stringify(all, null, 2)}\n`);
  return all.filter(({ status }) => status >= 400).map(asLine);
}

onTui(debian12, 'the workspace has an answer to all that the TUI asks', async (given) => {
  const { recorder, plugin } = await recorded(given);
  // The folder "/" is granted to nobody: whatever runs there asks.
  const place = await newPlace({ hosts: [given.target], plugin, settings: { directory: '/' } });
  const tui = await startTui(given, place);
  await live(tui, given.target, withoutAgent(tui));
  expect(await refused(recorder, 'tui-requests.json')).toEqual(['POST /session/{id}/summarize 400 body']);
});

onceOnTui(
  debian12,
  'the workspace with an agent has an answer to all that the TUI asks',
  async (given) => {
    await given.host.admin("echo 'only on the host' > /home/dev/note.txt && chown dev /home/dev/note.txt");
    const { recorder, plugin } = await recorded(given);
    const { place, model } = await agentPlace(given, {
      plugin,
      config: { permission: { bash: { '*': 'allow', 'touch *': 'ask' } } },
    });
    const tui = await startTui(given, place);
    await live(tui, given.target, withAgent(tui, model));
    expect(model.sent()).toContain('only on the host');
    expect(await refused(recorder, 'tui-agent-requests.json')).toEqual([]);
  },
  { timeoutMs: 300_000 },
);
