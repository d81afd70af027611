import type { FolderRules } from '../opencode/folder-rules.js';
import type { Hooks } from '../opencode/hooks.js';
import type { Tool } from '../opencode/tool.js';
import type { Remote } from '../remote/index.js';
import { bashTool } from './bash/bash-tool.js';
import { outputLimits, usualLimits } from './bash/output-limits.js';
import { fileTools } from './file-tools.js';
import { FinalResults } from './final-results.js';
import { type OpencodeRequests, showRunning } from './running.js';

export interface RemoteTools {
  /** By OpenCode's names. */
  tools: Record<string, Tool>;
  /** Puts their results in the place of what OpenCode makes of those. */
  after: NonNullable<Hooks['tool.execute.after']>;
  /** Hears OpenCode's configuration. */
  config: (config: Record<string, unknown>) => void;
}

/** OpenCode's tools for files and commands, acting on the host; `opencode` shows what they do while they do it. */
export function remoteTools(
  remote: Remote,
  opencode: OpencodeRequests | undefined,
  rules?: FolderRules,
): RemoteTools {
  const results = new FinalResults();
  const running = showRunning(opencode);
  let limits = usualLimits;
  const bash = bashTool(remote, running, { results, rules, limits: () => limits });
  return {
    tools: { bash, ...fileTools(remote, { running, results, rules }) },
    after: (call, output) => {
      results.put(call, output);
      return Promise.resolve();
    },
    config(config) {
      limits = outputLimits(config);
    },
  };
}
