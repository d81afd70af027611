import * as z from 'zod/mini';

import type { Tool } from '../opencode/tool.js';
import { changeFile, type ChangeTools } from './change/change-file.js';
import { fileTool, type FileToolOptions } from './call/file-tool.js';
import type { FileRemote } from './call/file-call.js';
import { withoutBom } from './text/text-file.js';
import { unifiedDiff } from './text/unified-diff.js';

/** OpenCode's `write`, of files on the host. */
export function writeTool(
  remote: FileRemote,
  { changes, ...options }: FileToolOptions & { changes: ChangeTools },
): Tool {
  return fileTool(
    {
      ...{ remote, name: 'write', description: 'Writes a file of the host of this workspace.' },
      args: { content: z.string(), filePath: z.string() },
      async act({ content, filePath }, call, { sessionID }) {
        const { title, path, existed } = await changeFile(call, changes, {
          ...{ filePath, sessionID },
          make(before) {
            const { text, bom } = withoutBom(content);
            // All of it is new; of what was there only the byte order mark stays.
            const encoding = before?.encoding === 'latin1' ? 'utf-8' : (before?.encoding ?? 'utf-8');
            const after = { text, bom: bom || (before?.bom ?? false), encoding };
            return { after, diff: unifiedDiff(remote.path(filePath), before?.text ?? '', text) };
          },
        });
        return {
          title,
          output: 'Wrote file successfully.',
          metadata: { diagnostics: {}, filepath: path, exists: existed, truncated: false },
        };
      },
    },
    options,
  );
}
