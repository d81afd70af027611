import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { OpenWorkspaces } from './workspaces.js';

/** Beside the plugin's first file. */
const shellScript = 'agent-shell.js';
const entry = 'server.js';

/** Workspaces whose model loop runs in an OpenCode of its own: the running program once more, with this plugin in it. */
export async function openWithAgents(): Promise<OpenWorkspaces> {
  const [{ openWorkspaces }, { agentHosts }] = await Promise.all([
    import('@orssh/adaptor/workspace'),
    import('@orssh/agent'),
  ]);
  const plugin = builtFile();
  // Not built: there is nothing that another OpenCode could load.
  if (!plugin) return openWorkspaces;
  const shell = fileURLToPath(new URL(shellScript, plugin));
  const agent = agentHosts({
    ...{ opencode: process.execPath, plugin: plugin.href, shell },
    // OpenCode 1.18.33 answers one without the workspace, and so to its own server.
    noQuestions: 'keeps',
  });
  return (options) => openWorkspaces({ ...options, agent });
}

/** This may be in the first file, or in one of the parts that it loads, one folder below. */
function builtFile(): URL | undefined {
  return [new URL(entry, import.meta.url), new URL(`../${entry}`, import.meta.url)].find((url) =>
    existsSync(url),
  );
}
