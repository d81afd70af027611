// Bundles the CLI into dist/orssh/orssh.mjs. What only some commands need goes into chunks that load on demand.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { bundleOptions } from '../../tools/dev/bundle.mjs';
import { bundle } from './bundle.mjs';
import { joinChunks } from './join-chunks.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const outdir = path('../../dist/orssh');
const { version } = JSON.parse(await readFile(path('package.json'), 'utf8'));

const built = await build({
  ...bundle,
  outdir,
  metafile: true,
  define: { ...bundleOptions.define, ORSSH_VERSION: JSON.stringify(version) },
});
// What `orssh exec` loads, in the order in which it does.
const outputFiles = await joinChunks(built, [
  ['src/run.ts', 'src/process-cli.ts'],
  ['src/reach-libraries.ts'],
  ['tunnel/src/login.ts'],
  ['src/undici-pool.ts'],
]);
const schema = await registrySchema();
// Only a build that worked replaces the last one; chunks of older builds go with it.
await rm(outdir, { recursive: true, force: true });
for (const { path: file, contents } of outputFiles) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents, { mode: 0o755 });
}
await writeFile(join(outdir, 'orssh.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);

/** The JSON Schema of the configuration, from the definition that checks it. */
async function registrySchema() {
  const { outputFiles: made } = await build({
    ...bundleOptions,
    entryPoints: [path('../../libs/registry/src/config/config-json-schema.ts')],
    // A module without an address has nothing to require from.
    banner: {},
    write: false,
  });
  const module = `data:text/javascript;base64,${Buffer.from(made[0].contents).toString('base64')}`;
  const { configJsonSchema } = await import(module);
  return configJsonSchema();
}
