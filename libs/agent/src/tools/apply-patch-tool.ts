import * as z from 'zod/mini';

import type { Tool, ToolResult } from '../opencode/tool.js';
import { type FileCall, type FileRemote, isBeside } from './call/file-call.js';
import { fileTool, type FileToolOptions } from './call/file-tool.js';
import type { ChangeTools } from './change/change-file.js';
import { refuseStale } from './change/changed-file.js';
import { parsePatch, type PatchHunk } from './patch/parse-patch.js';
import { PatchedFiles } from './patch/patched-files.js';
import { planPatch, type PlannedChange, unfit } from './patch/plan-patch.js';
import { writeFiles } from './patch/write-files.js';

/** OpenCode's `apply_patch`, of files on the host. */
export function applyPatchTool(
  remote: FileRemote,
  { changes, ...options }: FileToolOptions & { changes: ChangeTools },
): Tool {
  return fileTool(
    {
      ...{ remote, name: 'apply_patch', description: 'Patches files of the host of this workspace.' },
      args: { patchText: z.string() },
      act({ patchText }, call, { sessionID }) {
        const hunks = hunksOf(patchText);
        return changes.turns.runAll(pathsOf(remote, hunks), () => apply(call, hunks, changes, sessionID));
      },
    },
    options,
  );
}

async function apply(
  call: FileCall,
  hunks: readonly PatchHunk[],
  { seen }: ChangeTools,
  sessionID: string,
): Promise<ToolResult> {
  const { remote } = call;
  const files = new PatchedFiles(call, ({ path, stat: { resolved }, original }) => {
    if (original) refuseStale(remote, { seen, sessionID, path, resolved, etag: original.etag });
  });
  // Outside the workspace, one question comes after the other.
  files.prepare(pathsOf(remote, hunks).filter((path) => !isBeside(remote.relative(path))));
  const planned = await planPatch(remote, hunks, files);
  const diff = planned.map((change) => `${change.diff}\n`).join('');
  const shown = planned.map((change) => shownFile(remote, change));
  const patterns = planned.map(({ path }) => remote.relative(path));
  await call.ask('edit', patterns, { filepath: patterns.join(', '), diff, files: shown });
  await call.noted();
  await writeFiles(call, files.touched, { seen, sessionID });
  const output = `Success. Updated the following files:\n${planned.map((change) => summary(remote, change)).join('\n')}`;
  return { title: output, output, metadata: { diff, files: shown, diagnostics: {}, truncated: false } };
}

function hunksOf(patchText: string): PatchHunk[] {
  if (patchText === '') throw new Error('patchText is required');
  let hunks: PatchHunk[];
  try {
    hunks = parsePatch(patchText);
  } catch (error) {
    throw unfit(String(error));
  }
  if (hunks.length > 0) return hunks;
  const isEmpty = /^\*\*\* Begin Patch\n\*\*\* End Patch$/.test(patchText.replace(/\r\n?/g, '\n').trim());
  throw isEmpty ? new Error('patch rejected: empty patch') : unfit('no hunks found');
}

function pathsOf(remote: FileRemote, hunks: readonly PatchHunk[]): string[] {
  return hunks.flatMap((hunk) => {
    const moved = hunk.type === 'update' && hunk.movePath !== undefined ? [hunk.movePath] : [];
    return [hunk.path, ...moved].map((path) => remote.path(path));
  });
}

function shownFile(remote: FileRemote, change: PlannedChange): Record<string, unknown> {
  const { type, path, movePath, diff, additions, deletions } = change;
  return {
    ...{ filePath: path, relativePath: remote.relative(movePath ?? path), type },
    ...{ patch: diff, additions, deletions, ...(movePath !== undefined && { movePath }) },
  };
}

function summary(remote: FileRemote, { type, path, movePath }: PlannedChange): string {
  if (type === 'add') return `A ${remote.relative(path)}`;
  if (type === 'delete') return `D ${remote.relative(path)}`;
  return `M ${remote.relative(movePath ?? path)}`;
}
