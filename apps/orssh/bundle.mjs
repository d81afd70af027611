import { fileURLToPath } from 'node:url';

import { bundleOptions } from '../../tools/dev/bundle.mjs';

/** How the command line is bundled, for esbuild; add `outdir` and the version. */
export const bundle = {
  ...bundleOptions,
  entryPoints: { orssh: fileURLToPath(new URL('src/main.ts', import.meta.url)) },
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  minify: true,
  legalComments: 'linked',
  write: false,
};
