import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { asEnvironment } from './available.js';
import { removeContainers } from './containers/remove-containers.js';
import { endLeftBehind } from './end-left-behind.js';
import { findAvailable } from './find-available.js';
import { prepareNearSide } from './near/prepare.js';
import { unmountBelow } from './unmount-below.js';

// This file runs bundled, from dist/e2e.
const project = fileURLToPath(new URL('../../e2e', import.meta.url));

const prefix = 'orssh-e2e-';

/** Sets up what hosts need, runs Jest on the specs with the given arguments, and takes everything down again. */
async function main(args: string[]): Promise<number> {
  await removeStaleFolders();
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const { found, engine } = await findAvailable(folder, say);
  const missing = { ...found.drivers, ...found.missing, ...opencodeReason(found.missingOpencode) };
  for (const [what, reason] of Object.entries(missing)) say(`skipping ${what}: ${reason}`);
  try {
    const env = {
      ...process.env,
      // Nx sets it: what the specs read of a program is to be without colours.
      FORCE_COLOR: undefined,
      ...engine?.env,
      ...(await prepareNearSide(folder)),
      ...asEnvironment(found),
    };
    return await runJest(args, env);
  } finally {
    if (engine) {
      await removeContainers(found.label, { ...process.env, ...engine.env });
      await engine.stop();
    }
    await removeFolder(folder);
  }
}

async function runJest(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  // A test that took too long still holds what it has opened: Jest would wait for that without end.
  const child = spawn(process.execPath, [...flags, jest, '--forceExit', ...args], {
    stdio: 'inherit',
    cwd: project,
    env,
  });
  // Jest ends by itself on these; this process stays to take everything down.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

function opencodeReason(reason: string | undefined): Record<string, string> {
  return reason ? { OpenCode: reason } : {};
}

/** Folders of runs that were killed; a run's folder has its process id in the name. */
async function removeStaleFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = /^orssh-e2e-(\d+)-/.exec(name)?.[1];
    if (!pid || existsSync(`/proc/${pid}`)) continue;
    await removeFolder(join(tmpdir(), name));
  }
}

/** With all that still runs for it, and would go on writing there. */
async function removeFolder(folder: string): Promise<void> {
  try {
    await endLeftBehind(folder);
    await unmountBelow(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  } catch (error) {
    say(`left as it is: ${(error as Error).message}`);
  }
}

function say(line: string): void {
  process.stderr.write(`e2e: ${line}\n`);
}

process.exitCode = await main(process.argv.slice(2));
