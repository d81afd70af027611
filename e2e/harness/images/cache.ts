import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** How a host's root file system is made. Same `recipe`, same result: it is built once and kept. */
export interface ImageRecipe {
  name: string;
  /** Everything that the result depends on; a change of it builds anew. */
  recipe: unknown;
  /** Why this machine cannot build or run it, or undefined when it can. */
  missing(): Promise<string | undefined>;
  /** Fills the empty folder `root`. */
  build(root: string): Promise<void>;
}

export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(base, 'opencode-remote-ssh', 'e2e');
}

/** Name of the image with the digest of its recipe. */
export function imageKey(image: ImageRecipe): string {
  const digest = createHash('sha256').update(JSON.stringify(image.recipe)).digest('hex').slice(0, 12);
  return `${image.name}-${digest}`;
}

/** Path of the image's root file system, built when it is not in the cache. Two runs at once are safe. */
export async function rootFileSystem(image: ImageRecipe, say: (line: string) => void): Promise<string> {
  const cache = cacheFolder();
  const path = join(cache, imageKey(image));
  if (existsSync(path)) return path;
  await mkdir(cache, { recursive: true });
  const building = await mkdtemp(join(cache, `.building-${image.name}-`));
  try {
    say(`building the ${image.name} image …`);
    await image.build(building);
    await rename(building, path).catch((error: unknown) => {
      // Another run was faster; its result is the same.
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  await removeOutdated(image, cache);
  return path;
}

async function removeOutdated(image: ImageRecipe, cache: string): Promise<void> {
  const pattern = new RegExp(`^${image.name}-[0-9a-f]{12}$`);
  const outdated = (await readdir(cache)).filter((name) => pattern.test(name) && name !== imageKey(image));
  for (const name of outdated) await rm(join(cache, name), { recursive: true, force: true });
}
