import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { judge } from './judge.mjs';
import { nameLicence } from './name-licence.mjs';
import { notices } from './notices.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const shipped = join(root, 'dist/opencode-plugin');
const part = { name: 'left', version: '1.0.0', license: 'MIT', texts: ['Permission is hereby granted'] };

test('a part under terms that are not allowed, or that nobody can pass on, is refused', () => {
  assert.deepEqual(judge([part, { ...part, license: '(GPL-3.0 OR MIT)' }]), []);
  for (const license of ['GPL-3.0-only', 'MIT AND AGPL-3.0-only', 'SEE LICENSE IN x', 'UNLICENSED', ''])
    assert.match(judge([{ ...part, license }])[0], /^left is under ".*", which is not allowed$/);
  assert.match(judge([{ ...part, texts: [] }])[0], /no text of its licence/);
});

test('the licence of a Go module is known by its text', () => {
  assert.equal(nameLicence(readFileSync(join(root, 'LICENSE'), 'utf8')), 'MIT');
  assert.equal(nameLicence('GNU AFFERO GENERAL PUBLIC LICENSE'), 'GPL-3.0-or-later');
  assert.equal(nameLicence('All rights reserved.'), '');
});

test('every part is named, with its terms in full', () => {
  const text = notices({ go: [{ ...part, name: 'example.org/x', texts: ['its terms'] }], npm: [part] });
  assert.match(text, /stub \(go-stub\/\):\n {2}example\.org\/x 1\.0\.0: MIT\n/);
  for (const terms of ['its terms', 'Permission is hereby granted']) assert.ok(text.includes(`\n${terms}\n`));
});

test('the package holds all that was built for it, the notices and the checksums of its binaries among it', () => {
  const pack = ['pack', shipped, '--dry-run', '--json', '--ignore-scripts'];
  const [{ files }] = JSON.parse(execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }));
  const packed = files.map(({ path }) => path).sort();
  const built = readdirSync(shipped, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(shipped.length + 1));
  assert.deepEqual(packed, built.sort());
  for (const path of ['LICENSE', 'THIRD_PARTY_NOTICES.txt', 'agent-shell.js', 'go-stub/SHA256SUMS'])
    assert.ok(packed.includes(path), `${path} is not in the package`);
  assert.ok(packed.some((path) => path.startsWith('grammar/')));
  for (const name of ['LICENSE', 'THIRD_PARTY_NOTICES.txt'])
    assert.deepEqual(readFileSync(join(shipped, name)), readFileSync(join(root, name)));
});

test('the checksums in the package are those of its binaries, packed and unpacked', () => {
  const folder = join(shipped, 'go-stub');
  const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n');
  const binaries = sums.map((line) => line.split(/ [ *]/)).filter(([, name]) => !name.endsWith('.gz'));
  assert.ok(binaries.length >= 2);
  for (const [sum, name] of binaries) {
    const of = (command) =>
      execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' }).split(' ')[0];
    assert.equal(of(`gzip -dc '${name}.gz' | sha256sum`), sum);
    assert.ok(sums.includes(`${of(`sha256sum '${name}.gz'`)}  ${name}.gz`));
  }
});
