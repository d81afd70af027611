// Bundles the CLI into dist/orssh/orssh.mjs. What only some commands need goes into chunks that load on demand.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const outdir = path('../../dist/orssh');
const { version } = JSON.parse(await readFile(path('package.json'), 'utf8'));

/** ssh2 looks for native add-ons and does without them; a bundle has none, whatever is installed here. */
const withoutNativeCode = {
  name: 'without-native-code',
  setup(bundle) {
    bundle.onResolve({ filter: /^cpu-features$|\.node$/ }, ({ path: name }) => ({
      path: name,
      namespace: 'absent',
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'absent' }, ({ path: name }) => ({
      contents: `throw new Error(${JSON.stringify(`${name} is not bundled`)});`,
    }));
  },
};

const { outputFiles } = await build({
  entryPoints: { orssh: path('src/main.ts') },
  outdir,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'linked',
  // ssh2 names the folder of a Windows helper program by __dirname; the bundle does not have that helper.
  define: { ORSSH_VERSION: JSON.stringify(version), __dirname: '"."' },
  // CommonJS packages inside an ES module still call require for Node's own modules.
  banner: {
    js: "import{createRequire as orsshRequire}from'node:module';const require=orsshRequire(import.meta.url);",
  },
  plugins: [withoutNativeCode],
  write: false,
  logLevel: 'warning',
});
// Only a build that worked replaces the last one; chunks of older builds go with it.
await rm(outdir, { recursive: true, force: true });
for (const { path: file, contents } of outputFiles) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents, { mode: 0o755 });
}
