import type { ToolResult } from '../../opencode/tool.js';
import type { FileEntries } from '../../remote/index.js';
import type { ReadPlace } from './file-result.js';
import { readLimits } from './read-limits.js';

/** What OpenCode's `read` says of a directory. */
export function directoryResult(
  { title, path }: ReadPlace,
  { entries, more }: FileEntries,
  { offset, limit = readLimits.lines }: { offset?: number; limit?: number },
): ToolResult {
  const names = entries
    .map(({ name, type }) => (type === 'directory' ? `${name}/` : name))
    .sort((a, b) => a.localeCompare(b));
  // OpenCode takes 0 for "from the start" too.
  const first = offset === undefined || offset === 0 ? 1 : offset;
  const shown = names.slice(first - 1, first - 1 + limit);
  const truncated = more || first - 1 + shown.length < names.length;
  const all = `${names.length}${more ? ' or more' : ''} entries`;
  const extent = truncated
    ? `(Showing ${shown.length} of ${all}. Use 'offset' parameter to read beyond entry ${first + shown.length})`
    : `(${all})`;
  return {
    title,
    output: `<path>${path}</path>\n<type>directory</type>\n<entries>\n${shown.join('\n')}\n\n${extent}\n</entries>`,
    metadata: {
      ...{ preview: shown.slice(0, 20).join('\n'), truncated, loaded: [] },
      display: {
        ...{ type: 'directory', path, entries: shown },
        ...{ offset: first, totalEntries: names.length, truncated },
      },
    },
  };
}
