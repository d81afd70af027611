import { posix } from 'node:path';

import type { AwayOptions, Remote } from '../../remote/index.js';

/**
 * Folders outside the workspace that these paths of the host lead to, links followed there. What the workspace may use already,
 * for somebody has said `always`, is none of them, unless it is forbidden.
 */
export async function placesOutside(
  { files }: Pick<Remote, 'files'>,
  paths: readonly string[],
  { forbidden, ...options }: AwayOptions & { forbidden?: (folder: string) => Promise<boolean> } = {},
): Promise<string[]> {
  const stats = await Promise.all(paths.map((path) => files.stat(path, options)));
  const outside = stats.filter(({ inside }) => !inside);
  const asked = await Promise.all(
    outside.map(async ({ type, resolved, approved }) => {
      const folder = type === 'directory' ? resolved : posix.dirname(resolved);
      return approved && !(await forbidden?.(folder)) ? [] : [folder];
    }),
  );
  return [...new Set(asked.flat())];
}
