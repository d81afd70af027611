/** OpenCode's configuration as the `config` hook of a plugin gets it, and may change it. */
export interface OpencodeConfig {
  permission?: string | Record<string, unknown>;
}

/** What reaches out to hosts. OpenCode allows what no rule names, so that a question needs one. */
const asked = { remote_exec: 'ask', remote_workspace: 'ask' };

/** Gives the tools that reach hosts the rule `ask`. Of OpenCode's rules the last that fits counts: every rule of the user's does. */
export function askByDefault(config: OpencodeConfig): void {
  const { permission = {} } = config;
  if (typeof permission === 'string') return;
  config.permission = { ...asked, ...permission };
}
