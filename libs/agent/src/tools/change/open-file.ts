import { posix } from 'node:path';

import type { FileCall } from '../call/file-call.js';
import { settled } from '../call/settled.js';
import type { FileBytes, FileStat } from '../../remote/index.js';

export interface OpenedFile {
  stat: FileStat;
  /** Absent where there is no file, but maybe something else. */
  file?: FileBytes;
}

/** Reads a file whole, asking for its place where that is outside. */
export async function openFile(call: FileCall, path: string): Promise<OpenedFile> {
  const { files } = call.remote;
  const [stat, early] = await Promise.all([call.stat(path), settled(files.read(path, call.options))]);
  await call.askOutside(stat);
  if ('value' in early) return { stat, file: early.value };
  if (stat.type !== 'file') return { stat };
  return { stat, file: await call.reach(path, () => files.read(path, call.options)) };
}

/** Throws for what no tool writes into. */
export function refuseOther({ type }: FileStat, path: string, host: string): void {
  if (type !== 'other') return;
  throw new Error(
    `${path} on ${host} is neither a file nor a directory: ${posix.basename(path)} is left alone.`,
  );
}
