/** What `TARGET[:DIR]` means. */
export interface Place {
  readonly target: string;
  /** Absolute, `~` or below `~/`; absent where none was written. */
  readonly directory?: string;
}

/** As `scp` reads it, so that a folder that is neither absolute nor below `~` is one of the home. What follows as digits alone is a port. */
export function parsePlace(text: string): Place {
  if (text.startsWith('ssh://')) return { target: text };
  const [, rooted, root] = /^((?:[^:[]|\[[^\]]*\])+(?::\d+)?):([/~].*)$/.exec(text) ?? [];
  if (rooted !== undefined && root !== undefined) return { target: rooted, directory: belowHome(root) };
  const [, named, below] = /^((?:[^:[]|\[[^\]]*\])+(?::\d+)?):([^:]*[^:\d][^:]*)$/.exec(text) ?? [];
  if (named !== undefined && below !== undefined) return { target: named, directory: `~/${below}` };
  return { target: text.replace(/:$/, '') };
}

/** Of `~name` this is no shell: only one's own home is known. */
function belowHome(directory: string): string {
  return /^(?:\/|~$|~\/)/.test(directory) ? directory : `~/${directory}`;
}
