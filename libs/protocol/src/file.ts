import * as z from 'zod/mini';

import type { Allowed } from './allowed.js';
import { listOf } from './list-of.js';

/** What begins every body of `/stub/v1/file/*`. */
export interface FilePlace {
  /** Absolute, `~/…`, or relative to the workspace's directory. */
  path: string;
  /** For this request alone. */
  allow?: Allowed[];
}

/** Answer to `POST /stub/v1/file/stat`. */
export const fileStatSchema = z.object({
  /** Absolute, by the names that the user knows. */
  path: z.string(),
  /** Without symbolic links, also where nothing is. */
  resolved: z.string(),
  /** What a link leads to. `none`: nothing is there. */
  type: z.enum(['file', 'directory', 'other', 'none']),
  size: z.number(),
  /** Milliseconds since 1970. */
  modified: z.number(),
  /** Permission bits, with setuid, setgid and sticky. */
  mode: z.number(),
  /** Another whenever the file was changed; empty for none. */
  etag: z.string(),
  /** It lies in the workspace's directory. */
  inside: z.boolean(),
  /** The user approved the place for good, to be read and edited. */
  approved: z.boolean(),
  /** What may be done with it unasked. */
  access: z.enum(['all', 'read', 'edit', 'none']),
  /** It may hold secrets and is not granted; that takes its name. */
  secret: z.boolean(),
});

export type FileStat = z.infer<typeof fileStatSchema>;

/** Body of `POST /stub/v1/file/lines`. */
export interface FileLinesRequest extends FilePlace {
  /** The first line, from 1 on. Default 1. */
  offset?: number;
  /** Default 2000. */
  limit?: number;
  /** UTF-8, with a newline between lines. Default 51 200. */
  maxBytes?: number;
  /** UTF-16 units. Default 2000. */
  maxLineLength?: number;
}

/** Answer to `POST /stub/v1/file/lines`. */
export const fileLinesSchema = z.object({
  /** Without their ends. One that was too long ends with `... (line truncated to N chars)`. */
  lines: listOf(z.string()),
  offset: z.number(),
  /** Lines of the file; with `cutByBytes` those up to the one that did not fit, as OpenCode counts them. */
  total: z.number(),
  /** The file goes on after `lines`. */
  more: z.boolean(),
  cutByBytes: z.boolean(),
  size: z.number(),
  etag: z.string(),
  /** Base64 of the first 4096 bytes. */
  sample: z.string(),
});

export type FileLines = z.infer<typeof fileLinesSchema>;

/** Answer to `PUT /stub/v1/file/write`. */
export const fileWrittenSchema = z.object({
  etag: z.string(),
  size: z.number(),
  created: z.boolean(),
  resolved: z.string(),
});

export type FileWritten = z.infer<typeof fileWrittenSchema>;

/** Answer to `POST /stub/v1/file/remove`. */
export const fileRemovedSchema = z.object({ removed: z.boolean() });

/** Answer to `POST /stub/v1/file/entries`, by name without regard to case. */
export const fileEntriesSchema = z.object({
  entries: listOf(
    z.object({
      name: z.string(),
      /** What a link leads to; one that leads nowhere is `other`. */
      type: z.enum(['file', 'directory', 'other']),
      link: z.boolean(),
      size: z.number(),
      modified: z.number(),
    }),
  ),
  more: z.boolean(),
});

export type FileEntries = z.infer<typeof fileEntriesSchema>;

/** Header of `PUT /stub/v1/file/write`: `allow` as JSON. */
export const allowHeader = 'x-orssh-allow';

/** Header of the answer to `POST /stub/v1/file/read`: the size of the whole file; absent where nobody can tell. */
export const sizeHeader = 'x-orssh-size';
