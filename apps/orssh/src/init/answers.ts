import { CliError } from '../cli-error.js';
import { exitCode } from '../exit-code.js';
import type { OpencodeFile } from '../opencode/find-files.js';
import type { Asker } from '../prompts/asker.js';
import { newHost } from './new-host.js';

export interface InitFlags {
  host?: string[];
  provider?: string;
  label?: string[];
  plugin?: boolean;
  yes?: boolean;
}

export interface Group {
  provider: string;
  labels: string[];
}

/** Answers of flags, else of a person, else the defaults. Every method rejects when the person gives up. */
export class Answers {
  readonly #flags: InitFlags;
  readonly #asker: Asker | undefined;
  readonly #signal: AbortSignal;

  /** Without `asker` the flags have to do. */
  constructor(flags: InitFlags, asker: Asker | undefined, signal: AbortSignal) {
    this.#flags = flags;
    this.#asker = asker;
    this.#signal = signal;
  }

  /** Targets: aliases of ssh_config that are not in the registry yet, and what is typed. */
  async hosts(aliases: readonly string[]): Promise<string[]> {
    const { host, yes } = this.#flags;
    if (host) return host;
    if (!this.#asker) return yes ? [...aliases] : [];
    const chosen =
      aliases.length === 0
        ? []
        : this.#given(
            await this.#asker.chooseMany(
              'Which hosts of your ssh_config?',
              aliases.map((value) => ({ value, name: value })),
            ),
          );
    const validate = (answer: string): true | string => {
      const wrong = words(answer).find((word) => newHost(word) === undefined);
      return wrong === undefined || `${wrong} is not [user@]host[:port]`;
    };
    const typed = await this.#asker.text('Other hosts, as user@host[:port] (Enter: none):', { validate });
    return [...new Set([...chosen, ...words(this.#given(typed))])];
  }

  /** Whether hosts on which the login failed are kept. Those that a flag names are. */
  async keepFailed(targets: readonly string[]): Promise<boolean> {
    if (this.#flags.host) return true;
    if (!this.#asker) return false;
    const them = targets.length > 3 ? `these ${targets.length}` : targets.join(', ');
    return this.#given(await this.#asker.confirm(`Add ${them} all the same?`));
  }

  async group(provider: string): Promise<Group> {
    const { provider: named, label = [] } = this.#flags;
    const plain = { provider: named ?? provider, labels: label };
    if (!this.#asker || named !== undefined || label.length > 0) return plain;
    const question = `Put them into the provider "${provider}", without labels?`;
    if (this.#given(await this.#asker.confirm(question, { default: true }))) return plain;
    const validate = (answer: string): true | string =>
      /^[\w.-]+$/.test(answer) || 'letters, digits, and . _ - please';
    const name = this.#given(
      await this.#asker.text('Name of the provider (a group of hosts):', { default: provider, validate }),
    );
    const labels = await this.#asker.text('Labels, such as gpu env=prod (Enter: none):');
    return { provider: name, labels: words(this.#given(labels)) };
  }

  /** The file that the plugin would be added to; undefined: none of them. */
  async pluginFile(
    files: readonly OpencodeFile[],
    shownOf: (file: OpencodeFile) => string,
  ): Promise<OpencodeFile | undefined> {
    const { plugin } = this.#flags;
    if (plugin === false || (!this.#asker && plugin === undefined)) return undefined;
    if (!this.#asker || files.length < 2) return files[0];
    const none = plugin === true ? [] : [{ value: '', name: 'none' }];
    const path = this.#given(
      await this.#asker.choose('Which file could it be added to?', [
        ...none,
        ...files.map((file) => ({ value: file.path, name: shownOf(file) })),
      ]),
    );
    return files.find((file) => file.path === path);
  }

  /** Whether the change of that file, which has been shown, is wanted. */
  async addsPlugin(): Promise<boolean> {
    if (this.#flags.plugin !== undefined || !this.#asker) return this.#flags.plugin === true;
    return this.#given(await this.#asker.confirm('Make this change?', { default: true }));
  }

  #given<Answer>(answer: Answer | undefined): Answer {
    this.#signal.throwIfAborted();
    if (answer !== undefined) return answer;
    throw new CliError({
      code: 'interrupted',
      message: 'no answer was given; nothing was changed',
      exitCode: exitCode.interrupted,
    });
  }
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
