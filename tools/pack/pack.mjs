// `npm run pack`: builds everything and writes what would be published into dist/packages.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { prepare, root } from '../dev/prepare.mjs';

prepare((line) => process.stderr.write(`${line}\n`));
const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
const nx = ['run', '@orssh/opencode-plugin:build', '--outputStyle=static'];
execFileSync(join(root, 'node_modules/.bin/nx'), nx, { cwd: root, env, stdio: ['ignore', 2, 'inherit'] });

const packages = join(root, 'dist/packages');
rmSync(packages, { recursive: true, force: true });
mkdirSync(packages, { recursive: true });
const pack = [
  'pack',
  join(root, 'dist/opencode-plugin'),
  '--pack-destination',
  packages,
  '--json',
  '--ignore-scripts',
];
const [{ filename, size, unpackedSize, integrity }] = JSON.parse(
  execFileSync('npm', pack, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
);
const megabytes = (bytes) => (bytes / 1_000_000).toFixed(1);
console.log(
  `dist/packages/${filename}  ${megabytes(size)} MB, ${megabytes(unpackedSize)} MB unpacked, ${integrity}`,
);
