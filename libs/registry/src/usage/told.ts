import { join } from 'node:path';

import { stateFolder } from '../find/folders.js';
import { readJson } from '../state/read-json.js';

const most = 1_000;

/**
 * Whether a person of this machine has not been told this of it yet, also by other processes; they count as told from now on.
 * What cannot be remembered is told once more.
 */
export async function isNews(
  of: string,
  text: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  const file = join(stateFolder(env), 'told.json');
  if (known(await readJson(file))[of] === text) return false;
  const { updateJsonFile } = await import('../state/update-json-file.js');
  await updateJsonFile(file, (stored) => {
    const others = Object.entries(known(stored)).filter(([one]) => one !== of);
    return Object.fromEntries([...others, [of, text]].slice(-most));
  }).catch(() => undefined);
  return true;
}

function known(stored: unknown): Record<string, unknown> {
  return typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? { ...stored } : {};
}
