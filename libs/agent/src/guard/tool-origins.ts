/**
 * Whose a tool is that OpenCode would run under a name. `ours` takes the place of a built-in one; `needless` is ours, for a built-in
 * that this OpenCode does not have; `brought` is of another plugin or of a `tool` folder; `elsewhere` is none of the list: of an MCP
 * server, or of a request itself.
 */
export type ToolOrigin = 'ours' | 'needless' | 'built-in' | 'brought' | 'elsewhere';

/**
 * Reads OpenCode's list of tools: the built-in ones, then those of `tool` folders, then those of plugins in the order in which they
 * were loaded; of one name the last runs. `ours` are the names of this plugin in its own order.
 */
export class ToolOrigins {
  /** Where ours begin; there may be another copy of them before. */
  readonly #last: number;
  /** Where the first of all copies begins: what is before is OpenCode's, or of folders and other plugins. */
  readonly #first: number;
  readonly #border: number;

  constructor(
    readonly ids: readonly string[],
    private readonly ours: readonly string[],
  ) {
    const blocks = blocksOf(ids, ours);
    this.#last = blocks.at(-1) ?? -1;
    this.#first = blocks[0] ?? -1;
    const replaced = ours.map((name) => ids.indexOf(name)).filter((at) => at >= 0 && at < this.#first);
    this.#border = Math.max(-1, ...replaced);
  }

  of(name: string): ToolOrigin {
    const first = this.ids.indexOf(name);
    const last = this.ids.lastIndexOf(name);
    if (first < 0) return 'elsewhere';
    if (this.ours.includes(name)) {
      const isOurs = this.#last >= 0 && last >= this.#last && last < this.#last + this.ours.length;
      if (!isOurs) return 'brought';
      return first < this.#first ? 'ours' : 'needless';
    }
    // Nobody but OpenCode can have a tool before the last built-in one that we replace.
    return first === last && first < this.#border ? 'built-in' : 'brought';
  }
}

/** Where all of `names` stand one after the other. */
function blocksOf(ids: readonly string[], names: readonly string[]): number[] {
  if (names.length === 0) return [];
  return [...ids.keys()].filter((at) => names.every((name, index) => ids[at + index] === name));
}
