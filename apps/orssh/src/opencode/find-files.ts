import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface OpencodeFile {
  path: string;
  role: 'user' | 'project';
  text: string;
}

const names = ['opencode.jsonc', 'opencode.json'];

/** OpenCode's own folder of the person: `$XDG_CONFIG_HOME/opencode`. */
export function opencodeFolder(env: NodeJS.ProcessEnv, home: string): string {
  const base = env['XDG_CONFIG_HOME'];
  return join(base?.startsWith('/') ? base : join(home, '.config'), 'opencode');
}

/** The configuration files of OpenCode that are there: the person's, and those of the current folder. */
export async function opencodeFiles(where: {
  env: NodeJS.ProcessEnv;
  home: string;
  cwd: string;
}): Promise<OpencodeFile[]> {
  const user = opencodeFolder(where.env, where.home);
  const places = [
    ...names.map((name) => ({ path: join(user, name), role: 'user' as const })),
    ...(where.cwd === user
      ? []
      : names.map((name) => ({ path: join(where.cwd, name), role: 'project' as const }))),
  ];
  const files = await Promise.all(
    places.map(async (place) => {
      const text = await readFile(place.path, 'utf8').catch(() => undefined);
      return text === undefined ? [] : [{ ...place, text }];
    }),
  );
  return files.flat();
}
