import type { FileCall } from '../call/file-call.js';
import type { FileStat } from '../../remote/index.js';
import { decodeFile, encodeFile, type TextFile } from '../text/text-file.js';
import { refuseStale, writeFailure } from './changed-file.js';
import type { OneAtATime } from './one-at-a-time.js';
import { openFile, refuseOther } from './open-file.js';
import type { SeenFiles } from './seen-files.js';

/** Shared by all tools of a workspace that change files. */
export interface ChangeTools {
  seen: SeenFiles;
  turns: OneAtATime;
}

export interface Change {
  filePath: string;
  sessionID: string;
  /** Throws where the file may not be what it is. */
  check?: (stat: FileStat, path: string) => void;
  /** `before` is undefined where there is no file. `diff` is what the person is shown. */
  make: (before: TextFile | undefined, path: string) => { after: TextFile; diff: string };
}

export interface ChangedFile {
  /** As seen from the workspace's directory. */
  title: string;
  path: string;
  existed: boolean;
  before: string;
  after: string;
}

/** Reads a file, asks whether it may become another, and makes it so if nothing else has changed it meanwhile. */
export async function changeFile(
  call: FileCall,
  { seen, turns }: ChangeTools,
  { filePath, sessionID, check, make }: Change,
): Promise<ChangedFile> {
  const { remote } = call;
  const path = remote.path(filePath);
  const title = remote.relative(path);
  return turns.run(path, async () => {
    const { stat, file } = await openFile(call, path);
    if (stat.type === 'directory') throw new Error(`Path is a directory, not a file: ${path}`);
    refuseOther(stat, path, remote.host);
    check?.(stat, path);
    const { resolved } = stat;
    if (file) refuseStale(remote, { seen, sessionID, path, resolved, etag: file.etag });
    const before = file && decodeFile(file.bytes);
    const { after, diff } = make(before, path);
    const bytes = encoded(after, path, remote.host);
    await call.ask('edit', [title], { filepath: path, diff });
    await call.noted();
    const condition = file ? { ifMatch: file.etag } : ({ ifNoneMatch: '*' } as const);
    const write = () => remote.files.write(path, bytes, condition, call.options);
    const written = await call.reach(path, write).catch((error: unknown) => {
      throw writeFailure(remote, path, error);
    });
    seen.saw(sessionID, written.resolved, written.etag);
    return { title, path, existed: file !== undefined, before: before?.text ?? '', after: after.text };
  });
}

/** The bytes of a text. Throws where its encoding has not all of its characters. */
export function encoded(file: TextFile, path: string, host: string): Buffer {
  const bytes = encodeFile(file);
  if (bytes) return bytes;
  throw new Error(
    `The file ${path} on ${host} is not UTF-8, and the new text has characters that its encoding has not. Nothing was written. Use only characters up to U+00FF, or convert the file first.`,
  );
}
