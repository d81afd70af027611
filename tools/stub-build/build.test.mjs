import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { build, buildCopy, copyWorkspace, temporaryFolder } from './fixture.mjs';

const name = 'opencode-remote-ssh-stub-linux-amd64';

test('builds of two people, at two places and times, are the same bytes', (t) => {
  const dir = temporaryFolder(t);
  const modules = execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim();
  const one = copyWorkspace(join(dir, 'one'));
  const two = copyWorkspace(join(dir, 'a longer name'));
  execFileSync('find', [two, '-exec', 'touch', '-h', '-d', '1999-12-31T23:59:59', '{}', '+']);
  const others = {
    HOME: join(dir, 'home'),
    // All that is fetched for it comes from what the first build has.
    ...{ GOPATH: join(dir, 'go path'), GOMODCACHE: '', GOPROXY: `file://${modules}/cache/download` },
    ...{ GOCACHE: join(dir, 'cache'), GOTMPDIR: dir, GOFLAGS: '-tags=other', GOAMD64: 'v2' },
    ...{ LANG: 'de_DE.UTF-8', TZ: 'Pacific/Auckland', SOURCE_DATE_EPOCH: '1', USER: 'other' },
  };
  for (const [workspace, how] of [
    [one, { umask: '022', env: { GOCACHE: join(dir, 'first cache') } }],
    [two, { umask: '077', env: others }],
  ]) {
    const { status, stderr } = buildCopy(workspace, how);
    assert.equal(status, 0, stderr);
  }
  const [first, second] = [one, two].map((workspace) => join(workspace, 'dist', 'go-stub'));
  const names = readdirSync(first).sort();
  assert.deepEqual(names, ['SHA256SUMS', name, `${name}.gz`]);
  assert.deepEqual(readdirSync(second).sort(), names);
  for (const file of names)
    assert.ok(readFileSync(join(first, file)).equals(readFileSync(join(second, file))), `${file} differs`);
  const [binary, packed] = ['', '.gz'].map((ending) => readFileSync(join(first, name + ending)));
  assert.ok(gunzipSync(packed).equals(binary), 'the .gz is of another binary');
  for (const place of [dir, modules]) assert.ok(!binary.includes(place), `${place} is in it`);
  t.diagnostic(`${name}: ${binary.length} bytes, ${packed.length} as .gz`);
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
