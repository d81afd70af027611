// Bundles the CLI into dist/orssh/orssh.mjs. What only some commands need goes into chunks that load on demand.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { bundleOptions } from '../../tools/dev/bundle.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const outdir = path('../../dist/orssh');
const { version } = JSON.parse(await readFile(path('package.json'), 'utf8'));

const { outputFiles } = await build({
  ...bundleOptions,
  entryPoints: { orssh: path('src/main.ts') },
  outdir,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  minify: true,
  legalComments: 'linked',
  define: { ...bundleOptions.define, ORSSH_VERSION: JSON.stringify(version) },
  write: false,
});
// Only a build that worked replaces the last one; chunks of older builds go with it.
await rm(outdir, { recursive: true, force: true });
for (const { path: file, contents } of outputFiles) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents, { mode: 0o755 });
}
