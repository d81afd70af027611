import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { judge } from './judge.mjs';

const main = fileURLToPath(new URL('main.mjs', import.meta.url));

/** In parts, so that this file itself holds none; all of them are made up. */
const fakes = {
  'key.pem': [
    '-----BEGIN RSA',
    ' PRIVATE KEY-----\n',
    `${'MIIEowIBAAKCAQEA'.repeat(20)}\n`,
    '-----END RSA',
    ' PRIVATE KEY-----\n',
  ],
  'aws.ini': ['aws_secret_access_', 'key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY', 'A1B2C3D4E5\n'],
  '.npmrc': ['//registry.example/:_auth', 'Token=npm_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8\n'],
  'github.txt': ['gh', 'p_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8\n'],
  'url.txt': ['https://admin:', 'correct-horse-battery', '@db.internal.test/x\n'],
};

function repository(t) {
  const root = mkdtempSync(join(tmpdir(), 'orssh-secrets-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  git(root, 'init', '--quiet');
  writeFileSync(join(root, 'README.md'), 'Nothing to see.\n');
  return root;
}

function git(root, ...args) {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...who, ...args], { cwd: root });
}

function run(root, ...args) {
  return spawnSync(process.execPath, [main, '--root', root, ...args], { encoding: 'utf8' });
}

for (const [name, parts] of Object.entries(fakes)) {
  test(`a secret that is planted in ${name} is found before it is committed, and not shown`, (t) => {
    const root = repository(t);
    writeFileSync(join(root, name), parts.join(''));
    const { status, stdout, stderr } = run(root);
    assert.equal(status, 1, stdout);
    assert.ok(stderr.includes(`secrets: ${name}:1 may be a secret`), stderr);
    const longest = parts
      .join('')
      .split(/\s/)
      .sort((a, b) => b.length - a.length)[0];
    assert.ok(!`${stdout}${stderr}`.includes(longest));
  });
}

test('a checkout without secrets passes; what Git ignores is not looked at', (t) => {
  const root = repository(t);
  writeFileSync(join(root, '.gitignore'), 'key.pem\n');
  writeFileSync(join(root, 'key.pem'), fakes['key.pem'].join(''));
  const { status, stdout, stderr } = run(root);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /2 texts, 0 problems/);
});

test('a secret that a later commit took away is found in the history', (t) => {
  const root = repository(t);
  for (const content of [fakes['github.txt'].join(''), 'gone\n']) {
    writeFileSync(join(root, 'notes.txt'), content);
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'x');
  }
  assert.equal(run(root).status, 0);
  const { status, stderr } = run(root, '--history');
  assert.equal(status, 1);
  assert.match(stderr, /[0-9a-f]{12}:notes\.txt:1 may be a secret/);
});

test('a folder that is no repository is an error, not a pass', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'orssh-secrets-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  assert.notEqual(run(root).status, 0);
});

test('what is allowed has a reason, and fits something', () => {
  const finding = { path: 'a.pem', line: 3, rule: 'privatekey', kind: 'PrivateKey' };
  const entry = { path: 'a.pem', rule: 'privatekey', reason: 'made for the test beside it' };
  assert.deepEqual(judge([finding], [entry]), []);
  assert.match(judge([finding], [])[0], /^a\.pem:3 may be a secret/);
  assert.match(judge([finding], [{ ...entry, reason: '' }])[0], /without a reason/);
  assert.match(judge([], [entry])[0], /take the entry out/);
});
