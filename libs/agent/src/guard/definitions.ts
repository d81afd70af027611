import type { Hooks } from '../opencode/hooks.js';

type Definition = Parameters<NonNullable<Hooks['tool.definition']>>[1];

/** By which a tool of ours is known when OpenCode asks for definitions: built-in and plugin tools come under one name. */
export function sentinelOf(name: string): string {
  return `Takes the place of ${name}, on the workspace's host.`;
}

/** OpenCode has made this folder here, and allows it; on the host it is as any other, and a command has one of its own. */
const temporaryFolder = /^Use `[^`\n]+` for temporary work outside the workspace\.[^\n]*$/m;
const ownTemporaryFolder =
  'Use `mktemp` for temporary work outside the workspace: `$TMPDIR` needs no permission, `/tmp` does.';

/**
 * Puts what the running OpenCode says of its built-in tool onto ours of the same name. OpenCode asks for all definitions at once, and
 * again before each answer of the model; other plugins' hooks may make the built-in's come after ours.
 */
export class Definitions {
  readonly #known = new Map<string, Definition>();
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(
    private readonly ours: ReadonlySet<string>,
    /** The workspace's folders in place of this machine's. */
    private readonly onHost: (text: string) => string,
    /** How long ours waits for the built-in's. */
    private readonly patienceMs = 5_000,
  ) {}

  async take(toolID: string, output: Definition): Promise<void> {
    if (!this.ours.has(toolID)) return;
    if (output.description !== sentinelOf(toolID)) {
      this.#learn(toolID, output);
      return;
    }
    const definition = this.#known.get(toolID) ?? (await this.#wait(toolID));
    if (!definition) return;
    output.description = this.onHost(definition.description.replace(temporaryFolder, ownTemporaryFolder));
    output.parameters = definition.parameters;
    output.jsonSchema = definition.jsonSchema;
  }

  /** A tool of a folder has a schema of its own at once, a built-in one has none. */
  #learn(toolID: string, { description, parameters, jsonSchema }: Definition): void {
    const known = this.#known.get(toolID);
    if (known && known.jsonSchema === undefined && jsonSchema !== undefined) return;
    this.#known.set(toolID, { description, parameters, jsonSchema });
    for (const tell of this.#waiting.get(toolID)?.splice(0) ?? []) tell();
  }

  #wait(toolID: string): Promise<Definition | undefined> {
    return new Promise((resolve) => {
      const tell = (): void => {
        clearTimeout(patience);
        resolve(this.#known.get(toolID));
      };
      const patience = setTimeout(tell, this.patienceMs);
      patience.unref();
      this.#waiting.set(toolID, [...(this.#waiting.get(toolID) ?? []), tell]);
    });
  }
}
