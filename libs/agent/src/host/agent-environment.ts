import { resolve } from 'node:path';

import { agentFileVariable } from '../agent-file.js';
import { type AgentFolder, dataHome } from './agent-folder.js';
import { dataHomeVariable, requiredSettings, shellVariable, withSettings } from './agent-settings.js';

export interface AgentEnvironment {
  /** Of the running OpenCode. */
  env: NodeJS.ProcessEnv;
  folder: AgentFolder;
  workspaceID: string;
  /** File URL of this plugin. */
  plugin: string;
  password: string;
}

/**
 * Of the running OpenCode's variables those that would make another one of the agent host: with `AUTH_CONTENT` it would never see a
 * token that was refreshed; `DB` is the user's own database; `PURE` leaves out plugins; the experimental ones watch, clone or analyse
 * files of this machine; the others say who the running one is.
 */
const dropped = [
  ...[
    'AUTH_CONTENT',
    'DB',
    'PURE',
    'SERVER_USERNAME',
    'CLIENT',
    'PID',
    'ROUTE',
    'FAST_BOOT',
    'EDITOR_SSE_PORT',
  ],
  ...[
    'PRINT_LOGS',
    'LOG_LEVEL',
    'DIRECT_TRACE',
    'PLUGIN_META_FILE',
    'TUI_CONFIG',
    'ACP_PROFILE',
    'FAKE_VCS',
    'TEST_HOME',
  ],
  ...[
    'AUTO_HEAP_SNAPSHOT',
    'SHOW_TTFD',
    'EXPERIMENTAL_FILEWATCHER',
    'EXPERIMENTAL_LSP_TOOL',
    'EXPERIMENTAL_LSP_TY',
  ],
].map((name) => `OPENCODE_${name}`);

/** Switches that `OPENCODE_EXPERIMENTAL` turns on, and that act on this machine. */
const off = ['REFERENCES', 'LSP_TOOL', 'ICON_DISCOVERY'].map((name) => `OPENCODE_EXPERIMENTAL_${name}`);

/** What the agent host's process is given: the user's environment and configuration, with what makes an agent host of it on top. */
export function agentEnvironment(options: AgentEnvironment): NodeJS.ProcessEnv {
  const { env, folder, workspaceID, plugin, password } = options;
  const inherited = Object.entries(env).filter(([name]) => !dropped.includes(name) && name !== 'BUN_BE_BUN');
  const own = { ...requiredSettings(folder.shell), plugin: [plugin] };
  const config = env['OPENCODE_CONFIG'];
  return {
    ...Object.fromEntries(inherited),
    ...Object.fromEntries(off.map((name) => [name, 'false'])),
    // It runs in another folder than the one that these are relative to.
    ...(config && { OPENCODE_CONFIG: resolve(config) }),
    ...(env['OPENCODE_CONFIG_DIR'] && { OPENCODE_CONFIG_DIR: resolve(env['OPENCODE_CONFIG_DIR']) }),
    OPENCODE_CONFIG_CONTENT: withSettings(env['OPENCODE_CONFIG_CONTENT'], own),
    OPENCODE_WORKSPACE_ID: workspaceID,
    OPENCODE_EXPERIMENTAL_WORKSPACES: 'true',
    OPENCODE_EXPERIMENTAL_DISABLE_FILEWATCHER: 'true',
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_SERVER_PASSWORD: password,
    XDG_DATA_HOME: folder.data,
    [dataHomeVariable]: dataHome(env),
    [shellVariable]: folder.shell,
    [agentFileVariable]: folder.agentFile,
    // Its garbage is collected as on a small machine. After 50 calls of tools it has 550 MB, and has taken 11 s of processor; with 512 MB
    // here 460 MB and 28 s, with 256 MB 440 MB and 26 s: it collects all the time.
    BUN_JSC_forceRAMSize: '1073741824',
  };
}
