/** OpenCode's configuration as the `config` hook of a plugin gets it, and may change it. */
export interface OpencodeConfig {
  shell?: string;
  permission?: Permission;
  agent?: Record<string, { permission?: Permission } | undefined>;
}

type Permission = string | Record<string, unknown>;

/** What reaches out to hosts. OpenCode allows what no rule names, so that a question needs one. */
const asked = ['remote_exec', 'remote_workspace'];

/**
 * Gives the tools that reach hosts the rule `ask`, which every rule of the user's goes before. `explore`, which may only read, does
 * not get them by that.
 */
export function askByDefault(config: OpencodeConfig): void {
  const { permission = {} } = config;
  if (typeof permission === 'string') return;
  const unruled = asked.filter((name) => !(name in permission));
  // Of OpenCode's rules the last that fits counts.
  config.permission = { ...all(unruled, 'ask'), ...permission };
  const { explore } = (config.agent ??= {});
  const own = explore?.permission ?? {};
  if (typeof own === 'string') return;
  config.agent['explore'] = { ...explore, permission: { ...all(unruled, 'deny'), ...own } };
}

function all(names: readonly string[], action: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, action]));
}
