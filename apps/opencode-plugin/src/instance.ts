import { printable } from '@orssh/protocol/printable';
import type { Registry } from '@orssh/registry';

import { FewLines } from './few-lines.js';
import type { LogLevel, PluginInput } from './opencode/plugin-input.js';
import { OpencodeApi } from './opencode/opencode-api.js';
import { pluginID } from './plugin-id.js';
import { loadInstanceRegistry } from './load-instance-registry.js';
import { unknownSource } from './options-source.js';
import type { Note } from './workspaces.js';

/** The plugin as OpenCode loaded it for one folder. Telling OpenCode something never fails and is never waited for. */
export class Instance {
  readonly directory: string;
  /** The project's: outside of a git repository, OpenCode says that is "/". */
  readonly localDirectory: string;
  readonly projectID: string;
  readonly api: OpencodeApi;
  /** Where the options are from. */
  source = unknownSource;
  readonly #client: PluginInput['client'];
  // What a host does may be told again and again.
  readonly #logged = new FewLines(300);
  readonly #toasted = new FewLines(30);

  constructor(
    input: PluginInput,
    /** The second part of its entry in opencode.json. */
    readonly options: Record<string, unknown> | undefined,
    /** What OpenCode lacks for workspaces, and what to do; undefined where it has all. */
    readonly missing: string | undefined,
  ) {
    this.directory = input.directory;
    this.localDirectory = input.worktree === '/' ? input.directory : input.worktree;
    this.projectID = input.project.id;
    this.#client = input.client;
    this.api = new OpencodeApi(input.client._client);
  }

  /** The hosts that are configured for this folder. Rejects with a `RegistryError`. */
  registry(): Promise<Registry> {
    const { options, source } = this;
    return loadInstanceRegistry(this.directory, options && { value: options, ...source });
  }

  log(level: LogLevel, message: string, extra?: Record<string, unknown>): void {
    const line = this.#logged.take(message);
    if (line === undefined) return;
    quietly(() => this.#client.app.log({ body: { service: pluginID, level, message: line, extra } }));
  }

  toast({ level, title, message, durationMs }: Note & { durationMs?: number }): void {
    const shown = this.#toasted.take(message);
    if (shown === undefined) return;
    const body = {
      title: title && printable(title),
      message: printable(shown),
      variant: level,
      duration: durationMs,
    };
    quietly(() => this.#client.tui.showToast({ body }));
  }
}

function quietly(tell: () => Promise<unknown>): void {
  void Promise.resolve()
    .then(tell)
    .catch(() => undefined);
}
