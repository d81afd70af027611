import * as z from 'zod/mini';

export const fileStatSchema = z.object({
  path: z.string(),
  /** Where it is once symbolic links are followed. */
  resolved: z.string(),
  type: z.enum(['file', 'directory', 'other', 'none']),
  size: z.number(),
  /** Milliseconds since 1970. */
  modified: z.number(),
  mode: z.number(),
  etag: z.string(),
  /** In the workspace's directory. */
  inside: z.boolean(),
  /** Approved before, for this workspace or for all. */
  approved: z.boolean(),
});

export type FileStat = z.infer<typeof fileStatSchema>;

export const fileLinesSchema = z.object({
  lines: z.array(z.string()),
  offset: z.number(),
  total: z.number(),
  more: z.boolean(),
  cutByBytes: z.boolean(),
  size: z.number(),
  etag: z.string(),
  /** Base64 of how the file begins. */
  sample: z.string(),
});

export type FileLines = z.infer<typeof fileLinesSchema>;

export const fileWrittenSchema = z.object({
  etag: z.string(),
  size: z.number(),
  created: z.boolean(),
  resolved: z.string(),
});

export type FileWritten = z.infer<typeof fileWrittenSchema>;

export const fileRemovedSchema = z.object({ removed: z.boolean() });

export const fileEntriesSchema = z.object({
  entries: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      link: z.optional(z.boolean()),
      size: z.number(),
      modified: z.number(),
    }),
  ),
  more: z.boolean(),
});

export type FileEntries = z.infer<typeof fileEntriesSchema>;

export const globFilesSchema = z.object({
  files: z.array(z.object({ path: z.string(), modified: z.number() })),
  truncated: z.boolean(),
});

export type GlobFiles = z.infer<typeof globFilesSchema>;

export const grepMatchesSchema = z.object({
  matches: z.array(z.object({ path: z.string(), line: z.number(), text: z.string(), modified: z.number() })),
  truncated: z.boolean(),
  /** Some files could not be searched. */
  partial: z.boolean(),
});

export type GrepMatches = z.infer<typeof grepMatchesSchema>;
