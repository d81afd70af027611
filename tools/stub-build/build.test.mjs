import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { build, copyWorkspace, temporaryFolder } from './fixture.mjs';

const name = 'opencode-remote-ssh-stub-linux-amd64';

test('builds in two places with two caches and settings are the same bytes', (t) => {
  const dir = temporaryFolder(t);
  const [one, two] = ['one', 'a longer name'].map((place, index) => {
    const workspace = copyWorkspace(join(dir, place));
    const env = {
      GOCACHE: join(dir, `cache ${place}`),
      ...(index === 1 && { GOFLAGS: '-tags=other', GOAMD64: 'v2' }),
    };
    const { status, stderr } = build(['--root', workspace, '--targets', 'amd64'], env);
    assert.equal(status, 0, stderr);
    const dist = join(workspace, 'dist', 'go-stub');
    return ['', '.gz'].map((ending) => readFileSync(join(dist, name + ending)));
  });
  assert.ok(one[0].equals(two[0]), 'the binaries differ');
  assert.ok(one[1].equals(two[1]), 'the .gz files differ');
  assert.ok(gunzipSync(one[1]).equals(one[0]), 'the .gz is of another binary');
  t.diagnostic(`${name}: ${one[0].length} bytes, ${one[1].length} as .gz`);
});

test('what is built runs, is static, and knows its version and hash', (t) => {
  const dist = temporaryFolder(t);
  const { status, stderr } = build(['--targets=amd64,arm64', '--out', dist]);
  assert.equal(status, 0, stderr);
  execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: dist });
  const names = readdirSync(dist).sort();
  const arm = name.replace('amd64', 'arm64');
  assert.deepEqual(names, ['SHA256SUMS', name, `${name}.gz`, arm, `${arm}.gz`]);
  for (const [file, machine] of [
    [name, 62],
    [arm, 183],
  ]) {
    const elf = readFileSync(join(dist, file));
    assert.equal(elf.readUInt16LE(18), machine, `${file} is for another machine`);
    assert.ok(!elf.includes('ld-linux'), `${file} needs a dynamic linker`);
  }
  if (process.arch !== 'x64') return;
  const version = JSON.parse(execFileSync(join(dist, name), ['version', '--json'], { encoding: 'utf8' }));
  const workspace = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  assert.equal(version.version, workspace.version);
  assert.ok(readFileSync(join(dist, 'SHA256SUMS'), 'utf8').includes(`${version.sha256}  ${name}\n`));
});

test('a target that is not ours is refused with the list', () => {
  const { status, stderr } = build(['--targets', 'amd64,mips']);
  assert.equal(status, 1);
  assert.match(stderr, /no such target: mips; there are .*loong64/);
});

test('without Go it says what to install and leaves nothing', (t) => {
  const dist = join(temporaryFolder(t), 'dist');
  const { status, stderr } = build(['--out', dist], { PATH: '/nowhere' });
  assert.equal(status, 1);
  assert.match(stderr, /go is not installed or not in PATH: install Go/);
  assert.deepEqual(existsSync(dist) ? readdirSync(dist) : [], []);
});
