import {
  allowHeader,
  type FileEntries,
  fileEntriesSchema,
  type FileGlob,
  type FileGlobRequest,
  fileGlobSchema,
  type FileGrep,
  type FileGrepRequest,
  fileGrepSchema,
  type FileLines,
  type FileLinesRequest,
  fileLinesSchema,
  type FilePlace,
  fileRemovedSchema,
  type FileStat,
  fileStatSchema,
  type FileWritten,
  fileWrittenSchema,
  sizeHeader,
} from '@orssh/protocol';

import type { CallOptions } from './call-options.js';
import type { StubClient } from './stub-client.js';

/** At most so much of a file is read at once. */
const maxReadBytes = 64 * 1024 * 1024;

export interface FileContent {
  data: Buffer;
  /** As in {@link FileStat}: without quotes. */
  etag: string;
  /** Of the whole file; undefined where nobody can tell. */
  size: number | undefined;
}

export interface FileWriteRequest extends FilePlace {
  data: Uint8Array | string;
  /** Makes the directories that are missing. */
  parents?: boolean;
  /** The etag that the file must have, or `none`: there must be no file. Else a `StubError` of kind `ChangedError`. */
  expect?: string;
}

/**
 * Files of a host, as tools use them. A path outside the workspace that is neither approved nor in `allow` rejects with the kind
 * `PermissionRequiredError` (data: path, resolved, directory), what is missing with `NotFoundError`.
 */
export class StubFiles {
  /** Without `workspaceID` somebody on the way names the workspace. */
  constructor(
    private readonly client: StubClient,
    private readonly workspaceID?: string,
  ) {}

  stat(json: FilePlace, options: CallOptions = {}): Promise<FileStat> {
    return this.client.call(fileStatSchema, { ...this.post('file/stat', json), ...options });
  }

  /** The file as it is, or a part of it: at most `limit` bytes, and 64 MiB. */
  async read(
    json: FilePlace & { offset?: number; limit?: number },
    options: CallOptions = {},
  ): Promise<FileContent> {
    const request = { ...this.post('file/read', json), ...options };
    const { headers, data } = await this.client.bytes(
      request,
      Math.min(json.limit ?? maxReadBytes, maxReadBytes),
    );
    const { etag, [sizeHeader]: size } = headers;
    return {
      data,
      etag: String(etag).replaceAll('"', ''),
      size: size === undefined ? undefined : Number(size),
    };
  }

  lines(json: FileLinesRequest, options: CallOptions = {}): Promise<FileLines> {
    return this.client.call(fileLinesSchema, { ...this.post('file/lines', json), ...options, patient: true });
  }

  entries(json: FilePlace & { limit?: number }, options: CallOptions = {}): Promise<FileEntries> {
    return this.client.call(fileEntriesSchema, { ...this.post('file/entries', json), ...options });
  }

  /** Replaces the whole file at once, or makes it; with `expect` it may be repeated when its answer was lost. */
  write(
    { path, allow, data, parents, expect }: FileWriteRequest,
    options: CallOptions = {},
  ): Promise<FileWritten> {
    const query = { path, ...(parents ? { parents: 'true' } : {}) };
    return this.client.call(fileWrittenSchema, {
      method: 'PUT',
      path: this.route('file/write', query),
      body: typeof data === 'string' ? Buffer.from(data) : data,
      headers: {
        'content-type': 'application/octet-stream',
        ...(allow ? { [allowHeader]: asciiJson(allow) } : {}),
        ...(expect === undefined
          ? {}
          : expect === 'none'
            ? { 'if-none-match': '*' }
            : { 'if-match': `"${expect}"` }),
      },
      ...options,
    });
  }

  /** Removes a file, or a link and not what it leads to. */
  async remove(json: FilePlace & { ifMatch?: string }, options: CallOptions = {}): Promise<void> {
    await this.client.call(fileRemovedSchema, { ...this.post('file/remove', json), ...options });
  }

  glob(json: FileGlobRequest, options: CallOptions = {}): Promise<FileGlob> {
    return this.client.call(fileGlobSchema, { ...this.post('file/glob', json), ...options, patient: true });
  }

  grep(json: FileGrepRequest, options: CallOptions = {}): Promise<FileGrep> {
    return this.client.call(fileGrepSchema, { ...this.post('file/grep', json), ...options, patient: true });
  }

  private post(route: string, json: unknown): { method: string; path: string; json: unknown } {
    return { method: 'POST', path: this.route(route, {}), json };
  }

  private route(name: string, query: Record<string, string>): string {
    const all = { ...query, ...(this.workspaceID === undefined ? {} : { workspace: this.workspaceID }) };
    const text = new URLSearchParams(all).toString();
    return `/stub/v1/${name}${text === '' ? '' : `?${text}`}`;
  }
}

/** A header carries no other characters. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
