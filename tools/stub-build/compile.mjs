import { join } from 'node:path';

import { run } from './run.mjs';
import { binaryName, goEnvironment } from './targets.mjs';

const module = 'github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub';

/** The command's package, relative to the module. */
export const commandPackage = 'cmd/opencode-remote-ssh-stub';

/**
 * Linker flags: no symbols, no build id (it would differ from machine to
 * machine), the version.
 * @param {string} version
 */
export function linkerFlags(version) {
  return `-s -w -buildid= -X ${module}/internal/version.Version=${version}`;
}

/**
 * Tags of every build. HTTP/2 is for TLS, which the stub does not speak: 0.5 MB.
 * The others keep a build with cgo, as xgo's is, free of C all the same.
 */
export const tags = 'nethttpomithttp2,netgo,osusergo';

/**
 * Flags of the compiler: no inlining in what net/http links for TLS, which the
 * stub does not speak: 0.2 MB. What it does use there is assembly.
 */
export const compilerFlags = 'crypto/...=-l';

/**
 * Builds with the Go tool of this machine into `outDir`. What could change the
 * bytes from outside (flags, experiments, workspaces) is shut out.
 * @param {{ sourceDir: string, outDir: string, version: string, targets: string[] }} options
 */
export function compile({ sourceDir, outDir, version, targets }) {
  for (const arch of targets) {
    const flags = ['-tags', tags, '-gcflags', compilerFlags, '-ldflags', linkerFlags(version)];
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
