import * as z from 'zod/mini';

import type { Tool } from '../opencode/tool.js';
import { fileTool, type FileToolOptions } from './call/file-tool.js';
import type { FileRemote } from './call/file-call.js';
import { changeFile, type ChangeTools } from './change/change-file.js';
import { emptyWanted, replace } from './edit/replace.js';
import { endedWith, lineEndingOf, plainLines } from './text/line-endings.js';
import { type TextFile, withoutBom } from './text/text-file.js';
import { countChanges, unifiedDiff } from './text/unified-diff.js';

/** OpenCode's `edit`, of files on the host. */
export function editTool(
  remote: FileRemote,
  { changes, ...options }: FileToolOptions & { changes: ChangeTools },
): Tool {
  return fileTool(
    {
      ...{ remote, name: 'edit', description: 'Replaces a part of a file of the host of this workspace.' },
      args: {
        ...{ filePath: z.string(), oldString: z.string(), newString: z.string() },
        replaceAll: z.optional(z.boolean()),
      },
      async act({ filePath, oldString, newString, replaceAll }, call, { sessionID }) {
        if (filePath === '') throw new Error('filePath is required');
        if (oldString === newString) {
          throw new Error('No changes to apply: oldString and newString are identical.');
        }
        const { title, path, existed, before, after } = await changeFile(call, changes, {
          ...{ filePath, sessionID },
          check({ type }, path) {
            if (oldString === '' && type !== 'none') throw new Error(emptyWanted);
            if (oldString !== '' && type === 'none') throw new Error(`File ${path} not found`);
          },
          make(file, path) {
            const after = file ? edited(file, { oldString, newString, replaceAll }) : made(newString);
            return { after, diff: diffOf(path, file?.text, after.text) };
          },
        });
        const diff = diffOf(path, existed ? before : undefined, after);
        return {
          title,
          output: 'Edit applied successfully.',
          metadata: {
            ...{ diagnostics: {}, diff },
            filediff: { file: path, patch: diff, ...countChanges(before, after) },
            truncated: false,
          },
        };
      },
    },
    options,
  );
}

function edited(
  file: TextFile,
  { oldString, newString, replaceAll }: { oldString: string; newString: string; replaceAll?: boolean },
): TextFile {
  const ending = lineEndingOf(file.text);
  const inFile = (text: string): string => endedWith(plainLines(text), ending);
  const { text, bom } = withoutBom(replace(file.text, inFile(oldString), inFile(newString), replaceAll));
  return { ...file, text, bom: file.bom || bom };
}

function made(content: string): TextFile {
  return { ...withoutBom(content), encoding: 'utf-8' };
}

function diffOf(path: string, before: string | undefined, after: string): string {
  return before === undefined
    ? unifiedDiff(path, '', after)
    : unifiedDiff(path, plainLines(before), plainLines(after));
}
