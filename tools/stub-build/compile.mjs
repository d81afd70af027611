import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { output, run } from './run.mjs';
import { binaryName, goEnvironment } from './targets.mjs';
import { withoutTLS } from './without-tls.mjs';

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
 * Where the program begins, by processor: there a command's guard is quick. On
 * the others Go's runtime is set up first.
 * @param {string} arch
 */
export function entryFlags(arch) {
  return arch === 'amd64' || arch === 'arm64' ? ` -E ${module}/internal/become.entry` : '';
}

/**
 * Tags of every build. HTTP/2 is for TLS, which the stub does not speak: 0.5 MB.
 * The others keep a build with cgo, as xgo's is, free of C all the same.
 */
export const tags = 'nethttpomithttp2,netgo,osusergo';

const remedy = 'install Go (the version is in go-stub/go.mod), see https://go.dev/doc/install';

/**
 * Builds with the Go tool of this machine into `outDir`. What could change the
 * bytes from outside (flags, experiments, workspaces) is shut out.
 * @param {{ sourceDir: string, outDir: string, version: string, targets: string[] }} options
 */
export function compile({ sourceDir, outDir, version, targets }) {
  const environment = {
    ...process.env,
    CGO_ENABLED: '0',
    GOFLAGS: '-trimpath',
    GOEXPERIMENT: '',
    GOFIPS140: 'off',
    GOWORK: 'off',
  };
  const overlay = join(outDir, 'overlay.json');
  // Of the version that go.mod names, which may be another than the tool's.
  const goRoot = output('go', ['env', 'GOROOT'], { cwd: sourceDir, env: environment, remedy });
  writeFileSync(overlay, JSON.stringify(withoutTLS(goRoot)));
  for (const arch of targets) {
    const flags = ['-overlay', overlay, '-tags', tags, '-ldflags', linkerFlags(version) + entryFlags(arch)];
    const args = ['build', '-buildvcs=false', ...flags];
    run('go', [...args, '-o', join(outDir, binaryName(arch)), `./${commandPackage}`], {
      cwd: sourceDir,
      env: { ...environment, ...goEnvironment(arch) },
      remedy,
    });
  }
  rmSync(overlay);
}
