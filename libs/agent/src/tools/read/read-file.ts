import { posix } from 'node:path';

import type { ToolResult } from '../../opencode/tool.js';
import type { FileLines, FileOptions, FileStat } from '../../remote/index.js';
import type { FileRemote } from '../call/file-call.js';
import { settled } from '../call/settled.js';
import { directoryResult } from './directory-result.js';
import { attachmentType, isBinary, isNamedAsBinary } from './file-kind.js';
import { fileResult, type ReadPlace } from './file-result.js';
import type { Instructions } from './instructions.js';
import { maxEntries, readLimits, sampleBytes } from './read-limits.js';

export interface ReadRange {
  /** Of lines or entries, from 1. */
  offset?: number;
  limit?: number;
}

export interface ReadWhat extends ReadRange {
  /** Where it is not known yet what is there, lines are asked for at once. */
  stat: FileStat | Promise<FileStat>;
  place: ReadPlace;
  /** Looked for once it is known that there is something to read. */
  instructions?: () => Promise<Instructions[]>;
}

/** What was read, in which state; no etag for a directory. */
export interface ReadAnswer {
  result: ToolResult;
  etag?: string;
}

/** Reads a file or a directory as OpenCode's `read` shows it. Rejects in its words. */
export async function readFile(
  remote: FileRemote,
  { stat, place, instructions = () => Promise.resolve([]), ...range }: ReadWhat,
  options: FileOptions,
): Promise<ReadAnswer> {
  const { path } = place;
  const hasLines = !isNamedAsBinary(path) && (stat instanceof Promise || stat.type === 'file');
  const [{ type }, early] = await Promise.all([
    stat,
    hasLines ? settled(Promise.all([instructions(), readLines(remote, path, range, options)])) : undefined,
  ]);
  if (type === 'none') throw await notFound(remote, path, options);
  if (type === 'directory') {
    const entries = await remote.files.entries(path, { ...options, limit: maxEntries });
    return { result: directoryResult(place, entries, range) };
  }
  if (type === 'other') throw new Error(`Not a file or directory: ${path}`);
  if (!early) {
    const { bytes } = await remote.files.read(path, { ...options, limit: sampleBytes });
    return readWhole(remote, { path, sample: bytes, place, instructions }, options);
  }
  if ('error' in early) throw early.error;
  const [said, found] = early.value;
  const sample = Buffer.from(found.sample, 'base64');
  if (attachmentType(path, sample) !== undefined || isBinary(path, sample)) {
    return readWhole(remote, { path, sample, place, instructions: () => Promise.resolve(said) }, options);
  }
  if (found.total < found.offset && !(found.total === 0 && found.offset === 1)) {
    throw new Error(`Offset ${found.offset} is out of range for this file (${found.total} lines)`);
  }
  return { result: fileResult(place, found, said), etag: found.etag };
}

async function readLines(
  remote: FileRemote,
  path: string,
  { offset, limit = readLimits.lines }: ReadRange,
  options: FileOptions,
): Promise<FileLines> {
  const first = offset === undefined || offset === 0 ? 1 : offset;
  const { bytes: maxBytes, lineLength: maxLineLength } = readLimits;
  const of = { path, offset: first, limit: Math.max(limit, 1), maxBytes, maxLineLength };
  const found = await remote.files.lines(of, options);
  return limit > 0 ? found : { ...found, lines: [], more: found.total >= first, cutByBytes: false };
}

interface WholeFile {
  path: string;
  sample: Uint8Array;
  place: ReadPlace;
  instructions: () => Promise<Instructions[]>;
}

/** What is no text: an attachment, or nothing that can be shown. */
async function readWhole(
  remote: FileRemote,
  { path, sample, place: { title }, instructions }: WholeFile,
  options: FileOptions,
): Promise<ReadAnswer> {
  const mime = attachmentType(path, sample);
  if (mime === undefined) throw new Error(`Cannot read binary file: ${path}`);
  const [said, { bytes, etag }] = await Promise.all([instructions(), remote.files.read(path, options)]);
  const output = `${mime === 'application/pdf' ? 'PDF' : 'Image'} read successfully`;
  return {
    etag,
    result: {
      title,
      output,
      metadata: { preview: output, truncated: false, loaded: said.map((one) => one.path) },
      attachments: [{ type: 'file', mime, url: `data:${mime};base64,${bytes.toString('base64')}` }],
    },
  };
}

/** With up to three names of the same folder that contain this one, or are contained in it. */
async function notFound(remote: FileRemote, path: string, options: FileOptions): Promise<Error> {
  const [folder, name] = [posix.dirname(path), posix.basename(path).toLowerCase()];
  const { entries } = await remote.files.entries(folder, { ...options, limit: maxEntries }).catch(() => {
    options.signal?.throwIfAborted();
    return { entries: [] };
  });
  const alike = entries
    .map((entry) => entry.name)
    .filter((other) => other.toLowerCase().includes(name) || name.includes(other.toLowerCase()))
    .slice(0, 3)
    .map((other) => posix.join(folder, other));
  const missing = `File not found: ${path}`;
  return new Error(
    alike.length === 0 ? missing : `${missing}\n\nDid you mean one of these?\n${alike.join('\n')}`,
  );
}
