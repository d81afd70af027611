import type { Attachment } from '../opencode/tool.js';
import type { FileOptions } from '../remote/index.js';
import type { FileRemote } from './call/file-call.js';
import { readFile, type ReadRange } from './read/read-file.js';

export interface PromptFile {
  /** As OpenCode's `read` shows it. */
  output: string;
  attachments: Attachment[];
  /** On the host, absolute. */
  path: string;
  title: string;
  metadata: Record<string, unknown>;
}

/**
 * Reads what a person has named in a prompt. Nobody is asked, for the person has named it; outside the workspace it takes `allow`.
 * Rejects in the words of OpenCode's `read`, and with `PermissionRequiredError`.
 */
export async function readForPrompt(
  remote: FileRemote,
  { path: named, ...range }: ReadRange & { path: string },
  options: FileOptions = {},
): Promise<PromptFile> {
  const path = remote.path(named);
  const title = remote.relative(path);
  const stat = await remote.files.stat(path, options);
  const { result } = await readFile(remote, { stat, place: { title, path }, ...range }, options);
  const { output, attachments = [], metadata = {} } = result;
  return { output, attachments, path, title, metadata };
}
