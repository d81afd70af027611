// Makes the npm package in dist/opencode-plugin: the plugin, `orssh`, the stub's binaries. What only a workspace needs goes into
// chunks that load on demand: OpenCode waits for its plugins.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { bundleOptions } from '../../tools/dev/bundle.mjs';
import { bundles, grammars } from './bundles.mjs';
import { packageJson } from './package-json.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const outdir = path('../../dist/opencode-plugin');
const { version } = JSON.parse(await readFile(path('package.json'), 'utf8'));

const options = { outdir, define: { ...bundleOptions.define, ORSSH_VERSION: JSON.stringify(version) } };
const builds = await Promise.all(bundles.map((bundle) => build({ ...bundle, ...options })));
const outputFiles = builds.flatMap((built) => built.outputFiles);
// Only a build that worked replaces the last one; chunks of older builds go with it.
await rm(outdir, { recursive: true, force: true });
for (const { path: file, contents } of outputFiles) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents);
}
await cp(path('../../dist/orssh'), join(outdir, 'cli'), { recursive: true });
const stubs = path('../../dist/go-stub');
// Packed alone: what a host cannot unpack is unpacked here.
await cp(stubs, join(outdir, 'go-stub'), {
  recursive: true,
  filter: (source) => source === stubs || /SHA256SUMS$|\.gz$/.test(source),
});
await mkdir(join(outdir, 'grammar'));
for (const grammar of grammars) {
  await cp(fileURLToPath(import.meta.resolve(grammar)), join(outdir, 'grammar', basename(grammar)));
}
await writeFile(join(outdir, 'package.json'), `${JSON.stringify(packageJson(version), null, 2)}\n`);
await cp(path('README.md'), join(outdir, 'README.md'));
for (const name of ['LICENSE', 'THIRD_PARTY_NOTICES.txt'])
  await cp(path(`../../${name}`), join(outdir, name));
