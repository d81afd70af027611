/**
 * OpenCode's own tools that act on the conversation and on the network, never on files or processes of the machine they run on (read
 * in 1.18.33; `skill` reads the person's own skills). What is not here, and not replaced, is off.
 */
export const brainTools: ReadonlySet<string> = new Set([
  'invalid',
  'question',
  'task',
  'todowrite',
  'todoread',
  'skill',
  'webfetch',
  'websearch',
  'codesearch',
  'plan_enter',
  'plan_exit',
]);

/** Tools that OpenCode has, or had, for files and processes: their names are taken even where nothing can be done. */
export const handTools: readonly string[] = [
  'bash',
  'read',
  'write',
  'edit',
  'multiedit',
  'apply_patch',
  'patch',
  'glob',
  'grep',
  'list',
];

/** Of these, the ones that change nothing. */
export const readingTools: ReadonlySet<string> = new Set(['read', 'glob', 'grep', 'list']);
