import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { must, run } from '../run.js';
import type { ImageRecipe } from './cache.js';
import { debianMirror } from './mirror.js';

interface DebianOptions {
  name: string;
  suite: string;
  packages: string[];
  /** Debian's name of a foreign architecture that qemu-user runs here. */
  foreign?: { arch: string; binfmt: string };
}

/** A minimal Debian with an SSH server, made by debootstrap from the mirror that apt uses here. */
export function debian({ name, suite, packages, foreign }: DebianOptions): ImageRecipe {
  return {
    name,
    recipe: { suite, packages, foreign, version: 1 },
    async missing() {
      if (process.getuid?.() !== 0) return 'debootstrap needs root';
      if ((await run('debootstrap', ['--version']).catch(() => undefined)) === undefined) {
        return 'debootstrap is not installed';
      }
      return foreign && !(await runs(foreign.binfmt))
        ? `binfmt_misc does not run ${foreign.arch} programs here`
        : undefined;
    },
    async build(root) {
      const mirror = await debianMirror();
      const args = ['--variant=minbase', `--include=${packages.join(',')}`];
      if (foreign) args.push(`--arch=${foreign.arch}`);
      await must('debootstrap', [...args, suite, root, ...(mirror ? [mirror] : [])], { timeoutMs: 600_000 });
      await rm(join(root, 'var/cache/apt/archives'), { recursive: true, force: true });
      await rm(join(root, 'var/lib/apt/lists'), { recursive: true, force: true });
    },
  };
}

async function runs(binfmt: string): Promise<boolean> {
  const entry = `/proc/sys/fs/binfmt_misc/${binfmt}`;
  return existsSync(entry) && (await readFile(entry, 'utf8')).startsWith('enabled');
}
