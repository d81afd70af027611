import * as z from 'zod/mini';

import type { Tool } from '../opencode/tool.js';
import { fileTool, type FileToolOptions } from './call/file-tool.js';
import { type FileRemote, isBeside } from './call/file-call.js';
import type { SeenFiles } from './change/seen-files.js';
import { NestedInstructions } from './read/instructions.js';
import { readFile } from './read/read-file.js';

const count = z.optional(z.int().check(z.minimum(0)));

/** OpenCode's `read`, of files on the host. */
export function readTool(
  remote: FileRemote,
  { seen, ...options }: FileToolOptions & { seen: SeenFiles },
): Tool {
  const nested = new NestedInstructions(remote);
  return fileTool(
    {
      ...{ remote, name: 'read', description: 'Reads a file or directory of the host of this workspace.' },
      args: { filePath: z.string(), offset: count, limit: count },
      async act({ filePath, offset, limit }, call, { messageID, messages, sessionID }) {
        const path = remote.path(filePath);
        const title = remote.relative(path);
        const looked = call.stat(path);
        // Whoever awaits it gets the error.
        looked.catch(() => undefined);
        if (isBeside(title)) await call.askOutside(await looked);
        if (!(await call.isAskedByName(looked, title))) await call.ask('read', [title], {});
        const instructions = () => nested.look({ path, messageID, messages }, call.options);
        const { result, etag } = await call.reach(path, () =>
          readFile(
            remote,
            { stat: looked, place: { title, path }, offset, limit, instructions },
            call.options,
          ),
        );
        if (etag !== undefined) seen.saw(sessionID, (await looked).resolved, etag);
        return result;
      },
    },
    options,
  );
}
