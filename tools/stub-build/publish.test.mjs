import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from './fixture.mjs';
import { publish, sizeLimit } from './publish.mjs';
import { binaryName } from './targets.mjs';

test('nothing is published when one binary is too big', (t) => {
  const dir = temporaryFolder(t);
  const [builtDir, distDir] = [join(dir, 'built'), join(dir, 'dist')];
  mkdirSync(builtDir);
  writeFileSync(join(builtDir, binaryName('amd64')), Buffer.alloc(sizeLimit));
  writeFileSync(join(builtDir, binaryName('arm64')), Buffer.alloc(sizeLimit + 1));
  assert.throws(
    () => publish({ builtDir, distDir, targets: ['amd64', 'arm64'] }),
    /linux-arm64 has 8000001 bytes/,
  );
  publish({ builtDir, distDir, targets: ['amd64'] });
  assert.deepEqual(readdirSync(distDir).sort(), [
    'SHA256SUMS',
    binaryName('amd64'),
    `${binaryName('amd64')}.gz`,
  ]);
});
