import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually } from '../eventually.js';
import type { OpencodeHome } from './home.js';

/** Where a workspace's gateway listens, and what opens it. */
export interface Door {
  readonly url: string;
  readonly password: string;
}

interface Kept {
  state: string;
  port?: number;
  secret: string;
}

/** Of the only workspace of a home, as this machine keeps it. */
export async function doorOf({ env }: Pick<OpencodeHome, 'env'>): Promise<Door> {
  const folder = join(env['XDG_STATE_HOME'] ?? '', 'opencode-remote-ssh', 'workspaces');
  const read = async (): Promise<Kept[]> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return texts.map((text) => JSON.parse(text) as Kept);
  };
  const [kept] = await eventually(read, ([one]) => one?.state === 'ready' && one.port !== undefined);
  return { url: `http://127.0.0.1:${kept?.port}`, password: kept?.secret ?? '' };
}
