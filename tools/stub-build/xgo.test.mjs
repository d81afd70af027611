import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { build, temporaryFolder } from './fixture.mjs';

const docker = {
  works: '#!/bin/sh\nexit 0\n',
  hasNoImage: '#!/bin/sh\ncase "$1" in image) exit 1;; esac\n',
  hasNoDaemon: '#!/bin/sh\necho "Cannot connect to the daemon" >&2\nexit 1\n',
};

// What xgo does, with the Go tool of this machine in place of its container's.
const xgo = `#!/bin/sh
for arg; do case "$arg" in
  -h) echo "  -image string"; exit 0;;
  -targets=linux/arm-6) GOARCH=arm GOARM=6; name=arm-6;;
  -dest=*) dest=\${arg#-dest=};;
  -out=*) out=\${arg#-out=};;
  -pkg=*) pkg=\${arg#-pkg=};;
  -tags=*|-gcflags=*|-ldflags=*) set -- "$@" "$arg";;
esac; shift; done
export GOARCH GOARM CGO_ENABLED=1
mkdir -p "$dest/github.com"
exec go build -trimpath "$@" -o "$dest/github.com/$out-linux-$name" "./$pkg"
`;

/** @param {import('node:test').TestContext} t @param {Record<string, string>} programs */
function pathWith(t, programs) {
  const bin = temporaryFolder(t);
  for (const [name, script] of Object.entries(programs))
    writeFileSync(join(bin, name), script, { mode: 0o755 });
  return bin;
}

for (const [what, programs, lines] of [
  ['Docker and xgo', {}, [/docker is not installed/, /xgo is not in PATH: go install/]],
  ['the daemon', { docker: docker.hasNoDaemon, xgo }, [/the Docker daemon does not answer \(Cannot connect/]],
  [
    'the image',
    { docker: docker.hasNoImage, xgo },
    [/none of the images is there: docker pull techknowlogick\/xgo/],
  ],
  ['xgo', { docker: docker.works }, [/xgo is not in PATH/]],
]) {
  test(`without ${what} it says so and fails`, (t) => {
    const { status, stderr } = build(['--xgo', '--out', temporaryFolder(t)], { PATH: pathWith(t, programs) });
    assert.equal(status, 1);
    assert.equal(stderr.trim().split('\n').length, 1 + lines.length, stderr);
    for (const line of lines) assert.match(stderr, line);
  });
}

test('what xgo makes is published under our names and is static', (t) => {
  const dist = temporaryFolder(t);
  const go = dirname(execFileSync('which', ['go'], { encoding: 'utf8' }));
  const bin = pathWith(t, { docker: docker.works, xgo });
  const { status, stderr } = build(['--xgo', '--targets', 'arm', '--out', dist], {
    PATH: `${bin}:${go}:/usr/bin:/bin`,
  });
  assert.equal(status, 0, stderr);
  const elf = readFileSync(join(dist, 'opencode-remote-ssh-stub-linux-arm'));
  assert.ok(!elf.includes('ld-linux'), 'it needs a dynamic linker');
  assert.equal(readdirSync(dist).length, 3);
});
