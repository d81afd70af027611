import * as z from 'zod/mini';

import type { Allowed } from './allowed.js';
import { listOf } from './list-of.js';

/** Body of `POST /stub/v1/file/glob`. */
export interface FileGlobRequest {
  pattern: string;
  /** A directory. Default: the workspace's. */
  path?: string;
  allow?: Allowed[];
  /** Default 100. */
  limit?: number;
}

/** Answer to `POST /stub/v1/file/glob`, the newest first. */
export const fileGlobSchema = z.object({
  files: listOf(
    z.object({
      /** Relative to the directory that was searched. */
      path: z.string(),
      modified: z.number(),
    }),
  ),
  truncated: z.boolean(),
});

export type FileGlob = z.infer<typeof fileGlobSchema>;

/** Body of `POST /stub/v1/file/grep`. */
export interface FileGrepRequest {
  /** A regular expression, as ripgrep reads it. */
  pattern: string;
  /** A directory, or a file. Default: the workspace's directory. */
  path?: string;
  include?: string;
  allow?: Allowed[];
  /** Default 100. */
  limit?: number;
  /** UTF-16 units. Default 2000. */
  maxLineLength?: number;
}

/** Answer to `POST /stub/v1/file/grep`: the files that changed last come first, each with its lines in order. */
export const fileGrepSchema = z.object({
  matches: listOf(
    z.object({
      /** Relative to the directory that was searched. */
      path: z.string(),
      line: z.number(),
      /** With its newline, as OpenCode has it; one that was too long ends with `...`. */
      text: z.string(),
      /** Of the file. */
      modified: z.number(),
    }),
  ),
  truncated: z.boolean(),
  /** A part of the tree could not be read, or took too long. */
  partial: z.boolean(),
});

export type FileGrep = z.infer<typeof fileGrepSchema>;
