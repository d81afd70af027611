import { run } from '../run.js';
import { runLabel } from './run-label.js';

/** Removes the containers that a run has left, when a test of it was cut short. */
export async function removeContainers(label: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { stdout } = await run('docker', ['ps', '-aq', '--filter', `label=${runLabel}=${label}`], { env });
  const left = stdout.split('\n').filter(Boolean);
  if (left.length > 0) await run('docker', ['rm', '-f', ...left], { env });
}
