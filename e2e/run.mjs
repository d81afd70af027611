// The target `e2e`: bundles the harness (TypeScript) and runs it with the given Jest arguments.
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const outfile = fileURLToPath(new URL('../dist/e2e/main.mjs', import.meta.url));
await build({
  entryPoints: [fileURLToPath(new URL('harness/main.ts', import.meta.url))],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile,
  logLevel: 'error',
});
await import(outfile);
