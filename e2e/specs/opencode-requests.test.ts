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
  const place = await newPlace({ hosts: [given.target], plugin });
  const tui = await startTui(given, place);
  await createWorkspace(tui, given.target);
  await takeTour(tui);
  await deleteWorkspace(tui, given.target);

  const requests = distinct(recorder.requests);
  if (process.env['ORSSH_E2E_RECORD']) await writeFile(recording, `${JSON.stringify(requests, null, 2)}\n`);
  expect(requests.length).toBeGreaterThan(15);
  expect(requests.filter(({ status }) => status >= 400).map(asLine)).toEqual([]);
});
