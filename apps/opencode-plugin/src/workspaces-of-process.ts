import { AsyncLocalStorage } from 'node:async_hooks';

import type { Instance } from './instance.js';
import type { OpenWorkspaces, Workspaces } from './workspaces.js';

/**
 * OpenCode loads the plugin once for each folder, and all of them share one process: there is one `Workspaces`, opened when it is
 * first needed. What it reads and tells belongs to the instance that called it; what it does by itself, to the one loaded last.
 */
export class WorkspacesOfProcess {
  readonly #calling = new AsyncLocalStorage<Instance>();
  readonly #instances = new Set<Instance>();
  #opened: Promise<Workspaces> | undefined;

  constructor(private readonly load: () => Promise<OpenWorkspaces>) {}

  add(instance: Instance): void {
    this.#instances.add(instance);
  }

  /** The workspaces go on: other folders may use them, and OpenCode keeps reading from them. */
  drop(instance: Instance): void {
    this.#instances.delete(instance);
  }

  async call<Result>(
    instance: Instance,
    use: (workspaces: Workspaces) => Result | Promise<Result>,
  ): Promise<Result> {
    return this.#calling.run(instance, async () => use(await (this.#opened ??= this.#open())));
  }

  /** As {@link call}; undefined where none was opened yet. */
  async ifOpened<Result>(
    instance: Instance,
    use: (workspaces: Workspaces) => Promise<Result>,
  ): Promise<Result | undefined> {
    return this.#opened && this.call(instance, use);
  }

  async #open(): Promise<Workspaces> {
    try {
      const open = await this.load();
      return open({
        registry: async () => {
          const instance = this.#current();
          if (!instance) throw new Error('no folder of OpenCode uses this plugin any more');
          return instance.registry();
        },
        localDirectory: (projectID) =>
          [...this.#instances].findLast((instance) => instance.projectID === projectID)?.localDirectory,
        notify: (note) => this.#current()?.toast(note),
        log: (level, message, extra) => this.#current()?.log(level, message, extra),
      });
    } catch (error) {
      // A file that could not be read now may be readable later.
      this.#opened = undefined;
      throw error;
    }
  }

  #current(): Instance | undefined {
    const calling = this.#calling.getStore();
    return calling && this.#instances.has(calling) ? calling : [...this.#instances].at(-1);
  }
}
