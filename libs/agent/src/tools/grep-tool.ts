import { posix } from 'node:path';

import { StubError } from '@orssh/adaptor';
import * as z from 'zod/mini';

import type { Tool } from '../opencode/tool.js';
import type { FileStat, FileGrep } from '../remote/index.js';
import type { FileRemote } from './call/file-call.js';
import { fileTool, type FileToolOptions } from './call/file-tool.js';
import { settled } from './call/settled.js';

const maxMatches = 100;
const maxLineLength = 2000;

/** OpenCode's `grep`, of files on the host. */
export function grepTool(remote: FileRemote, options: FileToolOptions = {}): Tool {
  return fileTool(
    {
      ...{ remote, name: 'grep', description: 'Finds lines in files of the host of this workspace.' },
      args: { pattern: z.string(), path: z.optional(z.string()), include: z.optional(z.string()) },
      async act({ pattern, path: given, include }, call) {
        if (pattern === '') throw new Error('pattern is required');
        const where = {
          ...(given !== undefined && { path: given }),
          ...(include !== undefined && { include }),
        };
        await call.ask('grep', [pattern], { pattern, ...where });
        const path = remote.path(given ?? '.');
        const find = () =>
          remote.files.grep({ pattern, path, include, limit: maxMatches, maxLineLength }, call.options);
        const [stat, early] = await Promise.all([call.stat(path), settled(find())]);
        await call.askOutside(stat);
        if (stat.type === 'none') throw new Error(`grep path does not exist: ${path}`);
        const { matches } = await call.reach(path, find, early).catch((error: unknown) => {
          throw patternError(error) ?? error;
        });
        const truncated = matches.length >= maxMatches;
        return {
          title: pattern,
          output: matches.length === 0 ? 'No files found' : listed(matches, folderOf(path, stat), truncated),
          metadata: { matches: matches.length, truncated },
        };
      },
    },
    options,
  );
}

function folderOf(path: string, { type }: FileStat): string {
  return type === 'directory' ? path : posix.dirname(path);
}

function listed(matches: FileGrep['matches'], folder: string, truncated: boolean): string {
  const lines = [`Found ${matches.length} matches${truncated ? ' (more matches available)' : ''}`];
  let file: string | undefined;
  for (const { path, line, text } of matches) {
    const found = posix.resolve(folder, path);
    if (found !== file) {
      if (file !== undefined) lines.push('');
      lines.push(`${found}:`);
    }
    file = found;
    lines.push(`  Line ${line}: ${text}`);
  }
  if (truncated) lines.push('', '(Results truncated. Consider using a more specific path or pattern.)');
  return lines.join('\n');
}

/** What ripgrep says of a pattern, as OpenCode passes it on. */
function patternError(error: unknown): Error | undefined {
  if (!(error instanceof StubError)) return undefined;
  const [said] = /regex parse error:.*/s.exec(error.body.data.message) ?? [];
  return said === undefined ? undefined : new Error(said, { cause: error });
}
