import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { available } from '../harness/available.js';
import { onTui } from '../harness/opencode/on-opencode.js';
import { newPlace } from '../harness/opencode/open-opencode.js';
import { createWorkspace, deleteWorkspace } from '../harness/opencode/person.js';
import { pluginFile } from '../harness/opencode/plugin-path.js';
import { asLine, distinct } from '../harness/opencode/recorded-request.js';
import { recordedPlugin } from '../harness/opencode/recorded-plugin.js';
import { startRecorder } from '../harness/opencode/recorder.js';
import { startTui } from '../harness/opencode/start-tui.js';
import { takeTour } from '../harness/opencode/tour.js';
import { debian12 } from '../harness/profile.js';

const recording = fileURLToPath(new URL('../recordings/tui-requests.json', import.meta.url));

onTui(debian12, 'the workspace has an answer to all that the TUI asks', async (given) => {
  const recorder = await startRecorder();
  given.defer(() => recorder.close());
  const plugin = await recordedPlugin(available().folder, pluginFile, recorder);
  // The folder "/" is granted to nobody: whatever runs there asks.
  const place = await newPlace({ hosts: [given.target], plugin, settings: { directory: '/' } });
  const tui = await startTui(given, place);
  await createWorkspace(tui, given.target);
  await takeTour(tui);
  await deleteWorkspace(tui, given.target);
  await tui.until(/No results found/);
  await tui.press('Escape');
  await tui.until(/^(?![^]*No results found)/);
  await tui.command('exit', 'Exit the app');
  expect(await tui.ended()).toBe(0);

  const requests = distinct(recorder.requests);
  if (process.env['ORSSH_E2E_RECORD']) await writeFile(recording, `${JSON.stringify(requests, null, 2)}\n`);
  expect(requests.length).toBeGreaterThan(15);
  const refused = requests.filter(({ status }) => status >= 400).map(asLine);
  expect(refused).toEqual(['POST /session/{id}/summarize 400 body']);
});
