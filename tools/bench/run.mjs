// `npm run bench [-- --quick] [-- --only NAME]`: bundles the benchmark from source and runs it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { prepare, root } from '../dev/prepare.mjs';

prepare((line) => process.stderr.write(`${line}\n`));
const { build } = await import('esbuild');
const { bundleOptions } = await import('../dev/bundle.mjs');
const outfile = join(root, 'dist/bench/bench.mjs');
await build({ ...bundleOptions, entryPoints: [join(root, 'tools/bench/src/main.ts')], outfile });
process.exitCode =
  spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit', cwd: root }).status ??
  1;
