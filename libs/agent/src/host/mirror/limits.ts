/** What is taken of a host's instructions, at most. */
export const limits = {
  /** Folders from the workspace's up. */
  levels: 12,
  files: 300,
  /** Paths that are looked at. */
  looks: 2000,
  /** Of one file, in bytes. */
  file: 256 * 1024,
  /** Of all. */
  total: 4 * 1024 * 1024,
  /** Folders in folders. */
  depth: 4,
};
