import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from 'esbuild';

/** Makes one file of a program that Node runs; resolves with its path, in a folder of its own. */
export async function bundleProgram(entry: URL): Promise<string> {
  const outdir = await mkdtemp(join(tmpdir(), 'orssh-program-'));
  await build({
    ...{ entryPoints: { program: entry.pathname }, outdir, bundle: true, format: 'esm', platform: 'node' },
    ...{ splitting: true, target: 'node20', outExtension: { '.js': '.mjs' }, logLevel: 'error' },
    banner: {
      js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
    },
    external: ['cpu-features', '*.node'],
  });
  return join(outdir, 'program.mjs');
}
