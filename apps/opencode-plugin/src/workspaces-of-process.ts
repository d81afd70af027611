import { AsyncLocalStorage } from 'node:async_hooks';

import type { Instance } from './instance.js';
import { isSamePlace } from './is-same-place.js';
import type { OpenWorkspaces, Workspaces } from './workspaces.js';

/**
 * OpenCode loads the plugin once for each folder, and all of them share one process: there is one `Workspaces`, opened when it is
 * first needed. What it reads and tells belongs to the instance that called it; what it does by itself, to the one loaded last.
 */
export class WorkspacesOfProcess {
  readonly #calling = new AsyncLocalStorage<Instance>();
  readonly #instances = new Set<Instance>();
  readonly #openedBefore = new Set<string>();
  #opened: Promise<Workspaces> | undefined;

  /** `onOpened` is given what is to be done before the process ends. */
  constructor(
    private readonly load: () => Promise<OpenWorkspaces>,
    private readonly onOpened: (rest: () => Promise<void>) => void = () => undefined,
  ) {}

  add(instance: Instance): void {
    this.#instances.add(instance);
    const { directory } = instance;
    if (!this.#opened) this.#openedBefore.add(directory);
    this.#opened
      ?.then(async (all) => {
        await all.resume();
        const same = all.status().map((one) => isSamePlace(one.directory, directory));
        if (!(await Promise.all(same)).includes(true)) this.#openedBefore.add(directory);
      })
      .catch(() => undefined);
  }

  /** Whether OpenCode used this folder of this machine before there was a workspace whose directory has the same path. */
  openedBefore(directory: string): boolean {
    return this.#openedBefore.has(directory);
  }

  /**
   * The workspaces go on: other folders may use them, and OpenCode keeps reading from them. With the last instance OpenCode may be
   * about to end, or about to load its configuration anew: leases are given back until there is another.
   */
  async drop(instance: Instance): Promise<void> {
    this.#instances.delete(instance);
    if (this.#instances.size === 0) await this.#rest();
  }

  async #rest(): Promise<void> {
    await this.#opened?.then((all) => all.rest()).catch(() => undefined);
  }

  async call<Result>(
    instance: Instance,
    use: (workspaces: Workspaces) => Result | Promise<Result>,
  ): Promise<Result> {
    return this.#calling.run(instance, async () => {
      const all = await (this.#opened ??= this.#open());
      await all.resume();
      return use(all);
    });
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
      this.onOpened(() => this.#rest());
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
