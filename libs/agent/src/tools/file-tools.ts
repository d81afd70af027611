import type { Tool } from '../opencode/tool.js';
import { applyPatchTool } from './apply-patch-tool.js';
import type { FileRemote } from './call/file-call.js';
import type { FileToolOptions } from './call/file-tool.js';
import { OneAtATime } from './change/one-at-a-time.js';
import { SeenFiles } from './change/seen-files.js';
import { editTool } from './edit-tool.js';
import { globTool } from './glob-tool.js';
import { grepTool } from './grep-tool.js';
import { readTool } from './read-tool.js';
import { writeTool } from './write-tool.js';

/** OpenCode's tools for files, by their names there, acting on the host. */
export function fileTools(remote: FileRemote, options: FileToolOptions = {}): Record<string, Tool> {
  const seen = new SeenFiles();
  const changing = { ...options, changes: { seen, turns: new OneAtATime() } };
  return {
    read: readTool(remote, { ...options, seen }),
    glob: globTool(remote, options),
    grep: grepTool(remote, options),
    edit: editTool(remote, changing),
    write: writeTool(remote, changing),
    apply_patch: applyPatchTool(remote, changing),
  };
}
