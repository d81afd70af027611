// `npm run screenshots [-- init doctor exec]`: runs the built orssh on hosts of its own and draws its screen into docs/images.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { prepare, root } from '../dev/prepare.mjs';

prepare((line) => process.stderr.write(`${line}\n`));
const { build } = await import('esbuild');
const { bundleOptions } = await import('../dev/bundle.mjs');
const outfile = join(root, 'dist/screenshots/screenshots.mjs');
await build({ ...bundleOptions, entryPoints: [join(root, 'tools/screenshots/src/main.ts')], outfile });
process.exitCode =
  spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit', cwd: root }).status ??
  1;
