import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { tempDir } from '../testing/temp-dir.js';
import { machineDirectory } from './machine-directory.js';
import { machineID } from './machine-id.js';

test('a machine has one id, which is for nobody else to read', async () => {
  const directory = await tempDir();
  const id = machineID({ directory });
  expect(id).toMatch(/^mch_[0-9a-f]{32}$/);
  expect(machineID({ directory })).toBe(id);
  expect(statSync(join(machineDirectory({ directory }), 'machine-id')).mode & 0o777).toBe(0o600);
  expect(machineID({ directory, hostname: 'another' })).not.toBe(id);
});

test('an id that cannot be one is replaced', async () => {
  const directory = await tempDir();
  machineID({ directory });
  writeFileSync(join(machineDirectory({ directory }), 'machine-id'), 'evil\r\n: 1');
  const id = machineID({ directory });
  expect(id).toMatch(/^mch_[0-9a-f]{32}$/);
  expect(machineID({ directory })).toBe(id);
});
