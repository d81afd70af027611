import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { MakeAgentHost } from '@orssh/adaptor';

import { agentFolder, deleteFolder } from './agent-folder.js';
import { LocalAgentHost } from './local-agent-host.js';
import { OwnerFile } from './owner-record.js';

export interface AgentHostsOptions {
  /** The program that is OpenCode: within it, `process.execPath`. */
  opencode: string;
  /** Folder or file URL of the built plugin. */
  plugin: string;
  /** The script of the program that stands for the shell. */
  shell: string;
  /**
   * Why a question of the model would have no answer: who shows it `keeps` the answer, or `nobody` shows it. It is then off, except where
   * `OPENCODE_ENABLE_QUESTION_TOOL` says that all clients can answer. Default: it is asked.
   */
  noQuestions?: 'keeps' | 'nobody';
  /** Default: that of the workspace. */
  env?: NodeJS.ProcessEnv;
  /** Without a request and without a session that works, an agent host ends after so long, unless its workspace says otherwise. Default: 10 minutes. */
  idleMs?: number;
  /** How often it is looked whether it is idle, at least. Default: 30 s. */
  lookMs?: number;
  /** Starting may take so long as a whole. Default: 90 s. */
  startMs?: number;
}

/** Agent hosts that are processes of this machine. Nothing is started by this alone. */
export function agentHosts({
  opencode,
  plugin,
  shell,
  noQuestions,
  env,
  idleMs = 600_000,
  lookMs = 30_000,
  startMs = 90_000,
}: AgentHostsOptions): MakeAgentHost {
  const url = isAbsolute(plugin) ? pathToFileURL(plugin).href : plugin;
  const make: MakeAgentHost = (context) => {
    const own = env ?? context.env;
    return new LocalAgentHost(
      { ...context, env: own },
      {
        ...{ opencode, plugin: url, shell, idleMs, lookMs, startMs },
        noQuestions: isOn(own['OPENCODE_ENABLE_QUESTION_TOOL']) ? undefined : noQuestions,
      },
    );
  };
  make.forget = async (workspaceID, ofWorkspace) => {
    const folder = agentFolder(workspaceID, env ?? ofWorkspace);
    await new OwnerFile(folder.record, '').endStale();
    await deleteFolder(folder);
  };
  return make;
}

/** As OpenCode reads its switches. */
function isOn(value = ''): boolean {
  return /^(?:true|yes|on|y|1)$/i.test(value);
}
