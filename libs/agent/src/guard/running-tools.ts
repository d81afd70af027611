import type { OpencodeCalls } from '../opencode/opencode-calls.js';
import { type ToolOrigin, ToolOrigins } from './tool-origins.js';

/** The tools of the OpenCode that this runs in. They are the same for as long as it has the folder open. */
export class RunningTools {
  #origins: Promise<ToolOrigins> | undefined;

  constructor(
    private readonly opencode: OpencodeCalls,
    /** In the order in which the plugin has them. */
    private readonly ours: readonly string[],
  ) {}

  async of(name: string): Promise<ToolOrigin> {
    return (await this.#read()).of(name);
  }

  /** All names, each once. */
  async names(): Promise<string[]> {
    return [...new Set((await this.#read()).ids)];
  }

  /** Not before the plugins are loaded: OpenCode would wait for itself. */
  #read(): Promise<ToolOrigins> {
    this.#origins ??= this.opencode
      .get('/experimental/tool/ids')
      .then((ids) => new ToolOrigins(ids as string[], this.ours))
      .catch((error: unknown) => {
        this.#origins = undefined;
        throw error;
      });
    return this.#origins;
  }
}
