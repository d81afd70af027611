import type { FileLines } from '../../remote/index.js';
import type { ToolResult } from '../../opencode/tool.js';
import type { Instructions } from './instructions.js';
import { readLimits } from './read-limits.js';

export interface ReadPlace {
  /** As seen from the workspace's directory. */
  title: string;
  /** On the host. */
  path: string;
}

/** What OpenCode's `read` says of a part of a file. */
export function fileResult(
  { title, path }: ReadPlace,
  found: FileLines,
  instructions: readonly Instructions[],
): ToolResult {
  const { lines, offset, total, more, cutByBytes } = found;
  const lineEnd = offset + lines.length - 1;
  const shown = lines.map((line, index) => `${index + offset}: ${line}`).join('\n');
  const text = lines.join('\n');
  const truncated = more || cutByBytes;
  const loaded = instructions.map(({ path }) => path);
  return {
    title,
    output:
      `<path>${path}</path>\n<type>file</type>\n<content>\n${shown}\n\n(${extentOf(found, lineEnd)})\n</content>` +
      reminderOf(instructions),
    metadata: {
      ...{ preview: lines.slice(0, 20).join('\n'), truncated, loaded },
      display: { type: 'file', path, text, lineStart: offset, lineEnd, totalLines: total, truncated },
    },
  };
}

function extentOf({ offset, total, more, cutByBytes }: FileLines, lineEnd: number): string {
  const goOn = `Use offset=${lineEnd + 1} to continue.`;
  if (cutByBytes) {
    return `Output capped at ${readLimits.bytes / 1024} KB. Showing lines ${offset}-${lineEnd}. ${goOn}`;
  }
  if (more) return `Showing lines ${offset}-${lineEnd} of ${total}. ${goOn}`;
  return `End of file - total ${total} lines`;
}

function reminderOf(instructions: readonly Instructions[]): string {
  if (instructions.length === 0) return '';
  const said = instructions.map(({ path, text }) => `Instructions from: ${path}\n${text}`);
  return `\n\n<system-reminder>\n${said.join('\n\n')}\n</system-reminder>`;
}
