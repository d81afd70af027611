import { join } from 'node:path';

import { run } from './run.mjs';
import { binaryName, goEnvironment } from './targets.mjs';

const module = 'github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub';

/** The command's package, relative to the module. */
export const commandPackage = 'cmd/opencode-remote-ssh-stub';

/**
 * Linker flags: no symbols, no build id (it would differ from machine to
 * machine), functions at 16 bytes as on other architectures (32 on amd64 are
 * 0.08 MB of nothing), the version.
 * @param {string} version
 */
export function linkerFlags(version) {
  return `-s -w -buildid= -funcalign=16 -X ${module}/internal/version.Version=${version}`;
}

/**
 * Tags of every build. HTTP/2 is for TLS, which the stub does not speak: 0.5 MB.
 * The others keep a build with cgo, as xgo's is, free of C all the same.
 */
export const tags = 'nethttpomithttp2,netgo,osusergo';

/**
 * Where a call more does not show: what net/http links for TLS, which the stub
 * does not speak, what runs once a request or once a command, and what reads a
 * command's text. What moves output and searches files is not among them.
 */
const cold = [
  'crypto/...',
  'encoding/asn1',
  'encoding/json',
  'encoding/pem',
  'flag',
  'log',
  'log/slog',
  'log/slog/internal',
  'math/big',
  'mime',
  'mime/...',
  'mvdan.cc/sh/...',
  'net',
  'net/http',
  'net/http/...',
  'net/netip',
  'net/textproto',
  'net/url',
  'os/exec',
  'os/signal',
  'os/user',
  'reflect',
  'regexp/syntax',
  'time',
  'vendor/golang.org/x/crypto/...',
  'vendor/golang.org/x/net/...',
  'vendor/golang.org/x/text/...',
  `${module}/cmd/...`,
  ...['gc', 'install', 'lease', 'life', 'logfile', 'look', 'policy', 'pty', 'sandbox', 'saved', 'server'].map(own),
  ...['session', 'snapshot', 'state', 'vcs', 'workspace'].map(own),
];

/** @param {string} name */
function own(name) {
  return `${module}/internal/${name}`;
}

/** Flags of the compiler: no inlining in what is cold, 0.25 MB. */
export const compilerFlags = cold.flatMap((pattern) => ['-gcflags', `${pattern}=-l`]);

/**
 * Builds with the Go tool of this machine into `outDir`. What could change the
 * bytes from outside (flags, experiments, workspaces) is shut out.
 * @param {{ sourceDir: string, outDir: string, version: string, targets: string[] }} options
 */
export function compile({ sourceDir, outDir, version, targets }) {
  for (const arch of targets) {
    const flags = ['-tags', tags, ...compilerFlags, '-ldflags', linkerFlags(version)];
    const args = ['build', '-buildvcs=false', ...flags];
    run('go', [...args, '-o', join(outDir, binaryName(arch)), `./${commandPackage}`], {
      cwd: sourceDir,
      env: {
        ...process.env,
        ...goEnvironment(arch),
        CGO_ENABLED: '0',
        GOFLAGS: '-trimpath',
        GOEXPERIMENT: '',
        GOFIPS140: 'off',
        GOWORK: 'off',
      },
      remedy: 'install Go (the version is in go-stub/go.mod), see https://go.dev/doc/install',
    });
  }
}
