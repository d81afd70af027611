// `node tools/scripted-model/run.mjs [--port N] [TURNS.json …]`: bundles the scripted model from source and runs it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { build } from 'esbuild';

import { bundleOptions } from '../dev/bundle.mjs';
import { root } from '../dev/prepare.mjs';

const outfile = join(root, 'dist/scripted-model/scripted-model.mjs');
await build({ ...bundleOptions, entryPoints: [join(root, 'tools/scripted-model/src/main.ts')], outfile });
process.exitCode =
  spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
