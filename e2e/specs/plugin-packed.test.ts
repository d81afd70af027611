import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

import { available } from '../harness/available.js';
import { openAgent, outputOf } from '../harness/opencode/agent.js';
import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import { packPlugin } from '../harness/opencode/pack-plugin.js';
import { debian12 } from '../harness/profile.js';

onceOnOpencode(debian12, 'a plugin that was installed has a model work on the host', async (given) => {
  const { tarball } = await packPlugin(await mkdtemp(join(available().folder, 'packed-')));
  const { call, history, shell } = await openAgent(given, { plugin: `opencode-remote-ssh@file:${tarball}` });
  expect(outputOf(await call('bash', { command: 'id -un && hostname', description: 'Who' }))).toContain(
    'dev',
  );
  await call('write', { filePath: 'by-the-model', content: 'text\n' });
  expect((await given.host.admin('cat /home/dev/by-the-model')).stdout).toBe('text\n');
  await shell('echo by $(id -un)');
  expect(await history()).toContain('by dev');
});
