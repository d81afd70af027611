import { StubError, type StubClient } from '@orssh/adaptor';

import { type Answer, ask, hostile, type Question } from './ask.js';
import {
  type FileEntries,
  fileEntriesSchema,
  type FileLines,
  fileLinesSchema,
  fileRemovedSchema,
  type FileStat,
  fileStatSchema,
  type FileWritten,
  fileWrittenSchema,
  type GlobFiles,
  globFilesSchema,
  type GrepMatches,
  grepMatchesSchema,
} from './file-answers.js';
import { type AwayOptions, whileAway } from './while-away.js';

/** More than this is not taken from one file at once. */
export const maxFileBytes = 64 * 1024 * 1024;

export interface FileOptions extends AwayOptions {
  /** Path patterns that are approved for this request alone. */
  allow?: readonly string[];
}

export interface FileBytes {
  bytes: Buffer;
  etag: string;
  /** Of the whole file. */
  size: number;
}

export interface LinesOf {
  path: string;
  /** The first line is 1. */
  offset: number;
  limit: number;
  maxBytes: number;
  /** In characters; longer lines are cut. */
  maxLineLength: number;
}

/** What is there may be replaced: only a file with this etag, only no file at all. */
export type WriteCondition = { ifMatch: string } | { ifNoneMatch: '*' };

/**
 * Files of the host, by paths on it. While the host is away all of these wait. They reject with `StubError`: the kinds
 * `NotFoundError`, `PermissionRequiredError` (outside the workspace's directory, neither approved nor in `allow`), `ChangedError`.
 */
export interface RemoteFiles {
  /** Never refused; what is not there has the type `none`. */
  stat(path: string, options?: AwayOptions): Promise<FileStat>;
  read(path: string, options?: FileOptions & { offset?: number; limit?: number }): Promise<FileBytes>;
  lines(of: LinesOf, options?: FileOptions): Promise<FileLines>;
  /** Replaces or makes the file at once as a whole, with the folders above it; its mode stays. */
  write(
    path: string,
    bytes: Uint8Array,
    condition: WriteCondition,
    options?: FileOptions,
  ): Promise<FileWritten>;
  /** False when there was none. */
  remove(path: string, options?: FileOptions & { ifMatch?: string }): Promise<boolean>;
  entries(path: string, options?: FileOptions & { limit?: number }): Promise<FileEntries>;
  glob(of: { pattern: string; path?: string; limit: number }, options?: FileOptions): Promise<GlobFiles>;
  grep(
    of: { pattern: string; path?: string; include?: string; limit: number; maxLineLength: number },
    options?: FileOptions,
  ): Promise<GrepMatches>;
}

interface Schema<T> {
  parse(value: unknown): T;
}

export class StubFiles implements RemoteFiles {
  constructor(private readonly door: { stub: StubClient; host: string }) {}

  stat(path: string, options: AwayOptions = {}): Promise<FileStat> {
    return this.told(fileStatSchema, 'stat', { path }, options);
  }

  async read(
    path: string,
    options: FileOptions & { offset?: number; limit?: number } = {},
  ): Promise<FileBytes> {
    const { allow, offset, limit } = options;
    const { bytes, headers } = await this.asked(post('read', { path, allow, offset, limit }), options);
    return { bytes, etag: textOf(headers['etag']), size: Number(textOf(headers['x-orssh-size'])) };
  }

  lines(of: LinesOf, options: FileOptions = {}): Promise<FileLines> {
    return this.told(fileLinesSchema, 'lines', of, options);
  }

  write(
    path: string,
    bytes: Uint8Array,
    condition: WriteCondition,
    options: FileOptions = {},
  ): Promise<FileWritten> {
    const { allow, signal } = options;
    const headers = {
      'content-type': 'application/octet-stream',
      ...('ifMatch' in condition ? { 'if-match': quoted(condition.ifMatch) } : { 'if-none-match': '*' }),
      ...(allow && { 'x-orssh-allow': asciiJson(allow) }),
    };
    const query = new URLSearchParams({ path, parents: 'true' }).toString();
    return whileAway(async (again) => {
      try {
        const answer = await ask(this.door, {
          ...{ method: 'PUT', path: `/stub/v1/file/write?${query}`, headers, signal },
          body: whole(bytes),
        });
        return this.parsed(fileWrittenSchema, answer);
      } catch (error) {
        const done = again && isChanged(error) && (await this.written(path, bytes, condition, options));
        if (done) return done;
        throw error;
      }
    }, options);
  }

  async remove(path: string, options: FileOptions & { ifMatch?: string } = {}): Promise<boolean> {
    const { allow, signal } = options;
    const ifMatch = options.ifMatch === undefined ? undefined : quoted(options.ifMatch);
    return whileAway(async (again) => {
      try {
        const answer = await ask(this.door, { ...post('remove', { path, allow, ifMatch }), signal });
        return this.parsed(fileRemovedSchema, answer).removed || again;
      } catch (error) {
        if (error instanceof StubError && error.kind === 'NotFoundError') return again;
        throw error;
      }
    }, options);
  }

  entries(path: string, options: FileOptions & { limit?: number } = {}): Promise<FileEntries> {
    return this.told(fileEntriesSchema, 'entries', { path, limit: options.limit }, options);
  }

  glob(of: { pattern: string; path?: string; limit: number }, options: FileOptions = {}): Promise<GlobFiles> {
    return this.told(globFilesSchema, 'glob', of, options);
  }

  grep(
    of: { pattern: string; path?: string; include?: string; limit: number; maxLineLength: number },
    options: FileOptions = {},
  ): Promise<GrepMatches> {
    return this.told(grepMatchesSchema, 'grep', of, options);
  }

  /** The file, where an earlier attempt whose answer was lost has written it. */
  private async written(
    path: string,
    bytes: Uint8Array,
    condition: WriteCondition,
    options: FileOptions,
  ): Promise<FileWritten | undefined> {
    const there = await this.read(path, options);
    if (!there.bytes.equals(bytes)) return undefined;
    const { resolved } = await this.stat(path, options);
    return { etag: there.etag, size: there.size, created: 'ifNoneMatch' in condition, resolved };
  }

  private async told<T>(schema: Schema<T>, verb: string, json: object, options: FileOptions): Promise<T> {
    const { allow } = options;
    return this.parsed(schema, await this.asked(post(verb, { ...json, allow }), options));
  }

  private asked(question: Question, options: FileOptions): Promise<Answer> {
    const { signal } = options;
    return whileAway(() => ask(this.door, { ...question, signal }, { maxBytes: maxFileBytes }), options);
  }

  private parsed<T>(schema: Schema<T>, { bytes }: Answer): T {
    try {
      return schema.parse(JSON.parse(bytes.toString('utf8')));
    } catch (error) {
      throw hostile(this.door.host, error);
    }
  }
}

function post(verb: string, json: object): Question {
  return { method: 'POST', path: `/stub/v1/file/${verb}`, json };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a body is asynchronous
async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/** A header has no other characters. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function quoted(etag: string): string {
  return etag.startsWith('"') ? etag : `"${etag}"`;
}

function textOf(header: string | string[] | undefined): string {
  return Array.isArray(header) ? (header[0] ?? '') : (header ?? '');
}

function isChanged(error: unknown): boolean {
  return error instanceof StubError && error.kind === 'ChangedError';
}
