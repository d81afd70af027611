import { mkdir, readdir, readFile, rm, rmdir, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Collected } from './collect.js';

/** Its names are given to OpenCode as if they were installed: there is nothing to install for texts. */
const installed: Record<string, string> = {
  '.opencode/package.json': '{}',
  '.opencode/package-lock.json': JSON.stringify({
    lockfileVersion: 3,
    packages: { '': { dependencies: { '@opencode-ai/plugin': '*' } } },
  }),
};

/** What OpenCode puts there itself. */
const kept = ['.git', '.opencode/.gitignore', '.opencode/node_modules'];

/**
 * Makes the anchor hold these files and no others. True when OpenCode has to read its configuration anew: instructions it reads for
 * each turn.
 */
export async function writeAnchor(anchor: string, { files, settings }: Collected): Promise<boolean> {
  const wanted = new Map([...files, ['opencode.json', configuration(settings)]]);
  if ([...files.keys()].some((path) => path.startsWith('.opencode/'))) {
    for (const [path, text] of Object.entries(installed)) wanted.set(path, text);
    await mkdir(join(anchor, '.opencode', 'node_modules'), { recursive: true, mode: 0o700 });
  }
  let reload = false;
  for (const path of await filesIn(anchor)) {
    if (wanted.has(path)) continue;
    await unlink(join(anchor, path));
    reload ||= isConfiguration(path);
    await removeEmpty(anchor, dirname(path));
  }
  for (const [path, text] of wanted) {
    const file = join(anchor, path);
    if ((await readFile(file, 'utf8').catch(() => undefined)) === text) continue;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, text, { mode: 0o600 });
    reload ||= isConfiguration(path);
  }
  return reload;
}

/** As JSON in which nothing reads like one of OpenCode's placeholders, which would be filled from this machine. */
function configuration(settings: Record<string, unknown>): string {
  const all = { $schema: 'https://opencode.ai/config.json', ...settings };
  return JSON.stringify(all, null, 1).replace(/\{(?=env:|file:)/g, '\\u007b');
}

function isConfiguration(path: string): boolean {
  return path === 'opencode.json' || path.endsWith('/SKILL.md');
}

async function filesIn(anchor: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(anchor, below), { withFileTypes: true }).catch(() => []);
  const all = await Promise.all(
    entries.map(async (entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (kept.includes(path)) return [];
      return entry.isDirectory() ? await filesIn(anchor, path) : [path];
    }),
  );
  return all.flat();
}

async function removeEmpty(anchor: string, folder: string): Promise<void> {
  for (let path = folder; path !== '.'; path = dirname(path)) {
    if (path === '.opencode') await rm(join(anchor, path, 'node_modules'), { recursive: true, force: true });
    await rmdir(join(anchor, path)).catch(() => undefined);
  }
}
