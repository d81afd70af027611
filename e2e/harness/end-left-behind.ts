import { readdir, readFile } from 'node:fs/promises';

import { eventually } from './eventually.js';

/**
 * Ends what was started for a run's folder and has it in its environment: a test that took too long, or that was killed, has ended
 * nothing. Resolves when all of it is gone.
 */
export async function endLeftBehind(folder: string): Promise<void> {
  await eventually(
    async () => {
      const pids = await startedFor(folder);
      for (const pid of pids) kill(pid);
      return pids;
    },
    (pids) => pids.length === 0,
  );
}

async function startedFor(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const isFor = async (pid: number): Promise<boolean> => {
    // One that has ended since, or is somebody else's, has none to read.
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    return environment.includes(`=${folder}/`);
  };
  const found = await Promise.all(pids.map(async (pid) => ((await isFor(pid)) ? [pid] : [])));
  return found.flat().filter((pid) => pid !== process.pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
