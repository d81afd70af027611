import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const oldMs = 600_000;

/** Removes what processes left that were killed while they prepared a lock. */
export function sweep(directory: string): void {
  try {
    for (const name of readdirSync(directory)) {
      if (!name.includes('.lock-')) continue;
      const path = join(directory, name);
      if (Date.now() - statSync(path).mtimeMs > oldMs) rmSync(path, { recursive: true, force: true });
    }
  } catch {
    // Litter is no reason to fail.
  }
}
