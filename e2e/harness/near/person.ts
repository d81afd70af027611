import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { available } from '../available.js';

/** Somebody with a home of their own on this machine. */
export interface Person {
  home: string;
  env: NodeJS.ProcessEnv;
}

/** A person whose ssh_config has these aliases (of `addAlias`) and nothing else. */
export async function newPerson(aliases: string[]): Promise<Person> {
  const { folder } = available();
  const home = await mkdtemp(join(folder, 'person-'));
  await mkdir(join(home, '.ssh'), { mode: 0o700 });
  const lines = aliases.map((name) => `Include ${join(folder, 'config.d', name)}\n`);
  await writeFile(join(home, '.ssh', 'config'), lines.join(''));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: home,
    XDG_STATE_HOME: join(home, '.local', 'state'),
  };
  delete env['XDG_CONFIG_HOME'];
  return { home, env };
}
