import { fileURLToPath } from 'node:url';

import { bundleOptions } from '../../tools/dev/bundle.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

const options = { ...bundleOptions, minify: true, legalComments: 'linked', write: false };

/** What is bundled into the package, for esbuild; add `outdir` and the version. */
export const bundles = [
  {
    ...options,
    entryPoints: { server: path('src/index.ts') },
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
  },
  // Stands for the shell in an agent host: started for each command, it loads nothing that the plugin has.
  { ...options, entryPoints: { 'agent-shell': path('../../libs/agent/src/shell/main.ts') } },
];

/** What takes a shell's language apart, where commands are checked against permissions; they are copied as they are. */
export const grammars = ['web-tree-sitter/tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm'];
