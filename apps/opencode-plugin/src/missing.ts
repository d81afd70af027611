import type { PluginInput } from './opencode/plugin-input.js';
import { workspaceType } from './plugin-id.js';

const flag = 'OPENCODE_EXPERIMENTAL_WORKSPACES';
const all = 'OPENCODE_EXPERIMENTAL';

/** What this OpenCode lacks for workspaces, and what to do about it; undefined where it has everything. */
export function missingFor(
  input: Pick<PluginInput, 'experimental_workspace'>,
  env: NodeJS.ProcessEnv,
): string | undefined {
  if (typeof input.experimental_workspace?.register !== 'function') {
    return `This OpenCode has no workspaces for plugins: the type ${workspaceType} is not there. OpenCode 1.18.33 has them.`;
  }
  if (isOn(env[flag] ?? env[all])) return undefined;
  return `Workspaces are switched off in this OpenCode: start it with ${flag}=true.`;
}

/** As OpenCode reads it. */
function isOn(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}
