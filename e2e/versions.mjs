// `npm run versions`: bundles versions/run.ts and runs it with the given versions.
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const outfile = fileURLToPath(new URL('../dist/e2e/versions/run.mjs', import.meta.url));
await build({
  entryPoints: [fileURLToPath(new URL('versions/run.ts', import.meta.url))],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  alias: {
    '@orssh/scripted-model': fileURLToPath(new URL('../tools/scripted-model/src/index.ts', import.meta.url)),
  },
  outfile,
  logLevel: 'error',
});
await import(outfile);
