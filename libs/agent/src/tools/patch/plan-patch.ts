import type { FileRemote } from '../call/file-call.js';
import { type TextFile, withoutBom } from '../text/text-file.js';
import { countChanges, type DiffCounts, unifiedDiff } from '../text/unified-diff.js';
import { applyChunks } from './apply-chunks.js';
import type { PatchHunk } from './parse-patch.js';
import type { PatchedFiles } from './patched-files.js';

/** What a patch does to one file, for a person. */
export interface PlannedChange extends DiffCounts {
  type: 'add' | 'delete' | 'update' | 'move';
  path: string;
  movePath?: string;
  diff: string;
}

/** Applies the hunks to the files in memory. Rejects, as OpenCode does, where one does not fit. */
export async function planPatch(
  remote: FileRemote,
  hunks: readonly PatchHunk[],
  files: PatchedFiles,
): Promise<PlannedChange[]> {
  const changes: PlannedChange[] = [];
  for (const hunk of hunks) {
    const path = remote.path(hunk.path);
    if (hunk.type === 'add') changes.push(await add(files, path, hunk.text));
    else if (hunk.type === 'delete') changes.push(await remove(files, path));
    else {
      const movePath = hunk.movePath === undefined ? undefined : remote.path(hunk.movePath);
      changes.push(await update(files, { path, movePath, hunk }));
    }
  }
  return changes;
}

async function add(files: PatchedFiles, path: string, given: string): Promise<PlannedChange> {
  const file = await files.open(path);
  if (file.stat.type === 'directory') throw unfit(`Path is a directory, not a file: ${path}`);
  const { text, bom } = withoutBom(given === '' || given.endsWith('\n') ? given : `${given}\n`);
  file.now = { text, bom, encoding: 'utf-8' };
  file.isTouched = true;
  return { type: 'add', path, diff: unifiedDiff(path, '', text), ...countChanges('', text) };
}

async function remove(files: PatchedFiles, path: string): Promise<PlannedChange> {
  const file = await files.open(path);
  const { now } = file;
  if (!now) {
    const kind = file.stat.type === 'directory' ? 'BadResource' : 'NotFound';
    throw unfit(`${kind}: FileSystem.readFile (${path})`);
  }
  file.now = undefined;
  file.isTouched = true;
  const counts = { additions: 0, deletions: now.text.split('\n').length };
  return { type: 'delete', path, diff: unifiedDiff(path, now.text, ''), ...counts };
}

interface Update {
  path: string;
  movePath: string | undefined;
  hunk: Extract<PatchHunk, { type: 'update' }>;
}

async function update(files: PatchedFiles, { path, movePath, hunk }: Update): Promise<PlannedChange> {
  const file = await files.open(path);
  const { now } = file;
  if (!now) throw unfit(`Failed to read file to update: ${path}`);
  const after = patched(path, now, hunk);
  if (movePath !== undefined) {
    const target = await files.open(movePath);
    if (target.stat.type === 'directory') throw unfit(`Path is a directory, not a file: ${movePath}`);
    file.now = undefined;
    target.now = after;
    target.isTouched = true;
  } else file.now = after;
  file.isTouched = true;
  return {
    type: movePath === undefined ? 'update' : 'move',
    ...{ path, ...(movePath !== undefined && { movePath }) },
    diff: unifiedDiff(path, now.text, after.text),
    ...countChanges(now.text, after.text),
  };
}

function patched(path: string, before: TextFile, { chunks }: Update['hunk']): TextFile {
  try {
    const { text, bom } = withoutBom(applyChunks(path, before.text, chunks));
    return { ...before, text, bom: before.bom || bom };
  } catch (error) {
    throw unfit(String(error));
  }
}

export function unfit(why: string): Error {
  return new Error(`apply_patch verification failed: ${why}`);
}
