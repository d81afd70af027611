import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { commandPackage, linkerFlags, tags } from './compile.mjs';
import { attempt, run } from './run.mjs';
import { binaryName } from './targets.mjs';

const images = ['techknowlogick/xgo:latest', 'crazymax/xgo:latest', 'ghcr.io/crazy-max/xgo:latest'];

/** No inlining in what net/http links for TLS: xgo has no overlay, by which `compile` does without. */
const compilerFlags = 'crypto/...=-l';

/**
 * Builds through xgo, which runs the Go tool in a container. xgo sets
 * CGO_ENABLED=1; the build tags leave nothing for C to do, so the result is
 * static like that of `compile`.
 * @param {{ sourceDir: string, outDir: string, version: string, targets: string[] }} options
 */
export function compileWithXgo({ sourceDir, outDir, version, targets }) {
  const { image, imageFlag } = requireXgo();
  const dest = mkdtempSync(join(outDir, 'xgo-'));
  try {
    const args = [
      `-targets=${targets.map(xgoTarget).join(',')}`,
      `-dest=${dest}`,
      '-out=stub',
      `-pkg=${commandPackage}`,
    ];
    run(
      'xgo',
      [
        ...args,
        `${imageFlag}=${image}`,
        '-trimpath',
        `-tags=${tags}`,
        `-gcflags=${compilerFlags}`,
        `-ldflags=${linkerFlags(version)}`,
        '.',
      ],
      {
        cwd: sourceDir,
        remedy: xgoRemedy,
      },
    );
    for (const arch of targets) collect(dest, arch, join(outDir, binaryName(arch)));
  } finally {
    rmSync(dest, { recursive: true, force: true });
  }
}

const xgoRemedy = 'go install src.techknowlogick.com/xgo@latest';

/** Throws with everything that is missing, not only the first of it. */
function requireXgo() {
  const missing = [];
  const docker = attempt('docker', ['version']);
  const image = images.find((name) => docker.ok && attempt('docker', ['image', 'inspect', name]).ok);
  if (docker.missing) missing.push('docker is not installed (https://docs.docker.com/engine/install/)');
  else if (!docker.ok)
    missing.push(`the Docker daemon does not answer (${docker.output.trim().split('\n').at(-1)})`);
  else if (image === undefined) missing.push(`none of the images is there: docker pull ${images[0]}`);
  const xgo = attempt('xgo', ['-h']);
  if (xgo.missing) missing.push(`xgo is not in PATH: ${xgoRemedy}`);
  if (missing.length > 0)
    throw new Error(`the xgo build cannot run here:\n${missing.map((line) => `  - ${line}`).join('\n')}`);
  // The two forks of xgo name the same option differently.
  return { image, imageFlag: xgo.output.includes('-docker-image') ? '-docker-image' : '-image' };
}

/** @param {string} arch */
function xgoTarget(arch) {
  return `linux/${arch === 'arm' ? 'arm-6' : arch}`;
}

/**
 * @param {string} dest
 * @param {string} arch
 * @param {string} to
 */
function collect(dest, arch, to) {
  const wanted = `stub-${xgoTarget(arch).replace('/', '-')}`;
  const made = readdirSync(dest, { recursive: true }).find(
    (path) => path === wanted || String(path).endsWith(`/${wanted}`),
  );
  if (made === undefined) throw new Error(`xgo made no ${wanted}: its image may not know linux/${arch}`);
  renameSync(join(dest, String(made)), to);
}
