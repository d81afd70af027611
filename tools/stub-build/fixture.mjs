import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = fileURLToPath(new URL('build.mjs', import.meta.url));

/**
 * A folder that is removed when the test ends.
 * @param {import('node:test').TestContext} t
 */
export function temporaryFolder(t) {
  const dir = mkdtempSync(join(tmpdir(), 'stub-build-'));
  // The Go tool makes its module cache read-only.
  t.after(() => {
    execFileSync('chmod', ['-R', 'u+w', dir]);
    rmSync(dir, { recursive: true, force: true });
  });
  return dir;
}

/**
 * A copy of a build and of all that it reads, at another place.
 * @param {string} dir
 */
export function copyWorkspace(dir) {
  mkdirSync(dir, { recursive: true });
  for (const path of ['go-stub', 'tools/stub-build', 'package.json'])
    cpSync(join(root, path), join(dir, path), { recursive: true });
  return dir;
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's
 */
export function build(args, env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

/**
 * Runs the build that a copy of the workspace has, for amd64.
 * @param {string} workspace
 * @param {{ umask: string, env: NodeJS.ProcessEnv }} how
 */
export function buildCopy(workspace, { umask, env }) {
  const command = `umask ${umask} && exec "$0" tools/stub-build/build.mjs --targets amd64`;
  const { status, stderr } = spawnSync('sh', ['-c', command, process.execPath], {
    ...{ cwd: workspace, encoding: 'utf8', env: { ...process.env, ...env } },
  });
  return { status, stderr };
}
