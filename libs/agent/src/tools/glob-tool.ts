import { posix } from 'node:path';

import * as z from 'zod/mini';

import type { Tool } from '../opencode/tool.js';
import type { FileRemote } from './call/file-call.js';
import { fileTool, type FileToolOptions } from './call/file-tool.js';
import { settled } from './call/settled.js';

const maxFiles = 100;
/** What an empty pattern means to ripgrep. */
const everything = '*';

/** OpenCode's `glob`, of files on the host. */
export function globTool(remote: FileRemote, options: FileToolOptions = {}): Tool {
  return fileTool(
    {
      ...{ remote, name: 'glob', description: 'Finds files of the host of this workspace by their names.' },
      args: { pattern: z.string(), path: z.optional(z.string()) },
      async act({ pattern, path: given }, call) {
        await call.ask('glob', [pattern], { pattern, ...(given !== undefined && { path: given }) });
        const path = remote.path(given ?? '.');
        const glob = () =>
          remote.files.glob({ pattern: pattern || everything, path, limit: maxFiles }, call.options);
        const [stat, early] = await Promise.all([call.stat(path), settled(glob())]);
        if (stat.type === 'file') throw new Error(`glob path must be a directory: ${path}`);
        await call.askOutside(stat, 'directory');
        if (stat.type !== 'directory') throw new Error(`glob path does not exist: ${path}`);
        const { files } = await call.reach(path, glob, early);
        const truncated = files.length >= maxFiles;
        const lines = files.map((file) => posix.resolve(path, file.path));
        if (truncated) {
          lines.push(
            '',
            `(Results are truncated: showing first ${maxFiles} results. Consider using a more specific path or pattern.)`,
          );
        }
        return {
          title: remote.relative(path),
          output: lines.length === 0 ? 'No files found' : lines.join('\n'),
          metadata: { count: files.length, truncated },
        };
      },
    },
    options,
  );
}
