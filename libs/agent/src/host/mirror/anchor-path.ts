/** Holds what is above the workspace's directory, by its path on the host. */
export const aboveFolder = '.opencode/above';

/** Where a file of the host is in the anchor, relative to it. */
export function anchorPath(directory: string, path: string): string {
  const base = directory === '/' ? '/' : `${directory}/`;
  return path.startsWith(base) ? path.slice(base.length) : `${aboveFolder}${path}`;
}

/** Names of the host for what an agent host says of such places, which it does before its other paths are turned. */
export function hostNames(text: string, anchor: string): string {
  return text.replaceAll(`${anchor}/${aboveFolder}/`, '/');
}
