// Makes a checkout ready to run: installs the packages and builds what is missing or older than its source.
// No dependencies: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const products = ['dist/orssh/orssh.mjs', 'dist/opencode-plugin/server.js', 'dist/go-stub/SHA256SUMS'];
const sources = ['apps', 'libs', 'go-stub', 'tools/stub-build', 'package.json', 'package-lock.json'];
const notSource = new Set(['node_modules', 'dist', 'coverage', 'golden', '.nx']);

/** Installs and builds. `say` gets one line for each thing that takes time; throws an Error with the remedy. */
export function prepare(say = () => {}) {
  needTools();
  if (!isInstalled()) {
    say('Installing packages (npm ci) …');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  if (!isBuilt()) {
    say('Building orssh, the plugin and the stubs …');
    run(join(root, 'node_modules/.bin/nx'), ['run-many', '-t', 'build', '--outputStyle=static']);
  }
}

function needTools() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new Error(`Node ${process.versions.node} is too old: install Node 20 or newer.`);
  if (spawnSync('go', ['version']).error) {
    throw new Error('Go was not found on PATH: install it (https://go.dev/doc/install); it builds the stub.');
  }
}

/** npm leaves a copy of the lock file it installed from: the same packages in both means nothing to install. */
export function isInstalled() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(installed);
  return Object.entries(wanted).every(
    ([path, entry]) => entry.optional || present[path]?.version === entry.version,
  );
}

function packagesOf(lockFile) {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
  return Object.fromEntries(Object.entries(packages).filter(([path]) => path.startsWith('node_modules/')));
}

function isBuilt() {
  const built = Math.min(
    ...products.map((path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0)),
  );
  return built > 0 && sources.every((path) => newest(join(root, path)) <= built);
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path)
    .filter((name) => !notSource.has(name) && !name.endsWith('.test.ts') && !name.endsWith('_test.go'))
    .reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}

function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
  });
  if (error) throw new Error(`${command} could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
}
