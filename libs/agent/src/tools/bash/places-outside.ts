import { posix } from 'node:path';

import type { AwayOptions, Remote } from '../../remote/index.js';

/**
 * Folders outside the workspace that these paths of the host lead to, links followed there. What the workspace may use already,
 * for somebody has said `always`, is none of them.
 */
export async function placesOutside(
  { files }: Pick<Remote, 'files'>,
  paths: readonly string[],
  options: AwayOptions = {},
): Promise<string[]> {
  const stats = await Promise.all(paths.map((path) => files.stat(path, options)));
  const outside = stats.filter(({ inside, approved }) => !inside && !approved);
  return [
    ...new Set(
      outside.map(({ type, resolved }) => (type === 'directory' ? resolved : posix.dirname(resolved))),
    ),
  ];
}
