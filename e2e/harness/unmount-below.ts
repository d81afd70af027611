import { readFile } from 'node:fs/promises';

import { must } from './run.js';

/** Takes off whatever is mounted in the folder: what a run that was killed leaves there can be removed only then. */
export async function unmountBelow(folder: string): Promise<void> {
  const mounts = await readFile('/proc/mounts', 'utf8');
  const places = mounts.split('\n').map((line) => line.split(' ')[1] ?? '');
  const below = places.filter((place) => place.startsWith(`${folder}/`)).sort();
  // The last ones may lie in those before them.
  for (const place of below.reverse()) await must('umount', ['-l', place]);
}
