/** Tools that the specs of parity compare. */
export const compared: ReadonlySet<string> = new Set([
  ...['bash', 'read', 'write', 'edit', 'apply_patch', 'glob', 'grep'],
  ...['invalid', 'question', 'skill', 'task', 'todowrite', 'webfetch'],
]);

/** Tools that OpenCode offers, under whatever switch, and that are not compared. */
export const notCompared: ReadonlyMap<string, string> = new Map([
  ['websearch', 'asks a service on the network, the same from both sides'],
  ['lsp', 'off: its servers would run on this machine, and the files are on the host'],
  ['execute', 'off: it would run code on this machine'],
  ['plan_exit', 'off: it cannot be told from a tool of that name that somebody brings'],
  ...[
    'remote_exec',
    'remote_status',
    'remote_doctor',
    'remote_workspace_create',
    'remote_workspace_list',
    'remote_workspace_remove',
  ].map((name): [string, string] => [name, 'of this plugin, in an OpenCode that is no agent host']),
  ...['list', 'multiedit', 'patch'].map((name): [string, string] => [
    name,
    'off: no tool of this OpenCode; the name is taken so that no other plugin brings one',
  ]),
]);
