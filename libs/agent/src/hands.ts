import type { Hands } from './inside-of.js';
import { FolderRules } from './opencode/folder-rules.js';
import { OpencodeCalls } from './opencode/opencode-calls.js';
import type { PluginInput } from './opencode/plugin-input.js';
import type { Remote } from './remote/index.js';
import { promptParts } from './prompt-parts.js';
import { remoteTools } from './tools/index.js';

/** OpenCode's tools for files and processes, on the host. */
export function hands(remote: Remote, input: PluginInput): Hands {
  const { tools, after, config } = remoteTools(
    remote,
    input.client._client,
    new FolderRules(new OpencodeCalls(input)),
  );
  return {
    tools,
    after,
    config,
    read: (path) => promptParts(remote, path),
  };
}
