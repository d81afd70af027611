/** OpenCode's, of its tool `read`. */
export const readLimits = { lines: 2000, lineLength: 2000, bytes: 50 * 1024 };

/** How the start of a file is looked at. */
export const sampleBytes = 4096;

/** A directory with more entries is shown in part. */
export const maxEntries = 50_000;
