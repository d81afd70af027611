import { StubError, StubFiles } from '@orssh/adaptor';
import type { StubClient } from '@orssh/adaptor';
import type {
  FileEntries,
  FileGlob,
  FileGlobRequest,
  FileGrep,
  FileGrepRequest,
  FileLines,
  FileLinesRequest,
  FileStat,
  FileWritten,
} from '@orssh/protocol';

import { AgentError } from '../agent-error.js';
import { type AwayOptions, whileAway } from './while-away.js';

const maxFileBytes = 64 * 1024 * 1024;

export interface FileOptions extends AwayOptions {
  /** Path patterns that are approved for this request alone. */
  allow?: readonly string[];
}

export interface FileBytes {
  bytes: Buffer;
  etag: string;
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
  /** Without a limit the whole file; one of more than 64 MiB rejects with `too_large`. */
  read(path: string, options?: FileOptions & { offset?: number; limit?: number }): Promise<FileBytes>;
  lines(of: Omit<FileLinesRequest, 'allow'>, options?: FileOptions): Promise<FileLines>;
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
  glob(of: Omit<FileGlobRequest, 'allow'>, options?: FileOptions): Promise<FileGlob>;
  grep(of: Omit<FileGrepRequest, 'allow'>, options?: FileOptions): Promise<FileGrep>;
}

/** {@link RemoteFiles} of a stub; somebody on the way names the workspace. */
export class WaitingFiles implements RemoteFiles {
  private readonly files: StubFiles;

  constructor(
    stub: StubClient,
    private readonly host: string,
  ) {
    this.files = new StubFiles(stub);
  }

  stat(path: string, options: AwayOptions = {}): Promise<FileStat> {
    return whileAway(() => this.files.stat({ path }, signalOf(options)), options);
  }

  async read(
    path: string,
    options: FileOptions & { offset?: number; limit?: number } = {},
  ): Promise<FileBytes> {
    const { offset, limit = maxFileBytes } = options;
    const place = { path, offset, limit, ...allowOf(options) };
    const { data, etag, size } = await whileAway(() => this.files.read(place, signalOf(options)), options);
    const isWhole = size === undefined || size <= (offset ?? 0) + data.length;
    if (options.limit === undefined && !isWhole) throw tooLarge(this.host, path, size);
    return { bytes: data, etag };
  }

  lines(of: Omit<FileLinesRequest, 'allow'>, options: FileOptions = {}): Promise<FileLines> {
    return whileAway(() => this.files.lines({ ...of, ...allowOf(options) }, signalOf(options)), options);
  }

  /** One that may have been carried out before is asked for again: its condition keeps it from undoing what came after. */
  write(
    path: string,
    bytes: Uint8Array,
    condition: WriteCondition,
    options: FileOptions = {},
  ): Promise<FileWritten> {
    const request = {
      ...{ path, data: bytes, parents: true, ...allowOf(options) },
      expect: 'ifMatch' in condition ? condition.ifMatch : 'none',
    };
    return whileAway(async (again) => {
      try {
        return await this.files.write(request, signalOf(options));
      } catch (error) {
        const isDone = again && isKind(error, 'ChangedError');
        const written = isDone ? await this.written(path, bytes, condition, options) : undefined;
        if (written) return written;
        throw error;
      }
    }, options);
  }

  remove(path: string, options: FileOptions & { ifMatch?: string } = {}): Promise<boolean> {
    const { ifMatch } = options;
    return whileAway(async (again) => {
      try {
        await this.files.remove({ path, ifMatch, ...allowOf(options) }, signalOf(options));
        return true;
      } catch (error) {
        if (isKind(error, 'NotFoundError')) return again;
        throw error;
      }
    }, options);
  }

  entries(path: string, options: FileOptions & { limit?: number } = {}): Promise<FileEntries> {
    const place = { path, limit: options.limit, ...allowOf(options) };
    return whileAway(() => this.files.entries(place, signalOf(options)), options);
  }

  glob(of: Omit<FileGlobRequest, 'allow'>, options: FileOptions = {}): Promise<FileGlob> {
    return whileAway(() => this.files.glob({ ...of, ...allowOf(options) }, signalOf(options)), options);
  }

  grep(of: Omit<FileGrepRequest, 'allow'>, options: FileOptions = {}): Promise<FileGrep> {
    return whileAway(() => this.files.grep({ ...of, ...allowOf(options) }, signalOf(options)), options);
  }

  /** The file, where an earlier attempt whose answer was lost has written it. */
  private async written(
    path: string,
    bytes: Uint8Array,
    condition: WriteCondition,
    options: FileOptions,
  ): Promise<FileWritten | undefined> {
    const there = await this.read(path, { ...options, offset: undefined, limit: undefined });
    if (!there.bytes.equals(bytes)) return undefined;
    const { resolved } = await this.stat(path, options);
    return { etag: there.etag, size: bytes.length, created: 'ifNoneMatch' in condition, resolved };
  }
}

function allowOf({ allow }: FileOptions): { allow?: string[] } {
  return allow ? { allow: [...allow] } : {};
}

function signalOf({ signal }: AwayOptions): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

function tooLarge(host: string, path: string, size: number): AgentError {
  return new AgentError(
    'too_large',
    host,
    `The file ${path} on ${host} has ${size} bytes, and no more than ${maxFileBytes} are taken at once.`,
    'Read a part of it with offset and limit, or use a command on the host.',
  );
}

function isKind(error: unknown, kind: string): boolean {
  return error instanceof StubError && error.kind === kind;
}
