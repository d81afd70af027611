import { dirname } from 'node:path/posix';

import type { HostTexts } from './host-texts.js';
import { limits } from './limits.js';

/** The directory and those above it up to the root of its git repository; itself alone where there is none. */
export async function levelsOf(texts: HostTexts, directory: string): Promise<string[]> {
  const above = [directory];
  for (let path = directory; path !== '/' && above.length < limits.levels; above.push(path))
    path = dirname(path);
  const roots = await Promise.all(above.map((path) => texts.exists(`${path === '/' ? '' : path}/.git`)));
  const root = roots.indexOf(true);
  return root < 0 ? [directory] : above.slice(0, root + 1);
}
