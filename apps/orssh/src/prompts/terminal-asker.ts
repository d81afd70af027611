import type { Interrupts } from '../interrupts.js';
import type { Progress } from '../output/progress.js';
import type { Asker, TextOptions } from './asker.js';
import type { Terminal } from './terminal.js';

type Prompts = typeof import('./inquirer.js');
type Context = NonNullable<Parameters<Prompts['input']>[1]>;

/** Asks on the terminal; the progress display makes way, and one question is asked at a time. */
export class TerminalAsker implements Asker {
  readonly #open: () => Terminal | undefined;
  readonly #progress: Progress;
  readonly #interrupts: Interrupts;
  #queue: Promise<unknown> = Promise.resolve();
  #said = '';

  constructor(open: () => Terminal | undefined, progress: Progress, interrupts: Interrupts) {
    this.#open = open;
    this.#progress = progress;
    this.#interrupts = interrupts;
  }

  say(text: string): void {
    this.#said += `${text}\n`;
  }

  text(message: string, options: TextOptions = {}): Promise<string | undefined> {
    return this.#ask(({ input }, context) => input({ message, ...options }, context));
  }

  secret(message: string): Promise<string | undefined> {
    return this.#ask(({ password }, context) => password({ message, mask: false }, context));
  }

  confirm(message: string, { default: enter = false } = {}): Promise<boolean | undefined> {
    return this.#ask(({ confirm }, context) => confirm({ message, default: enter }, context));
  }

  choose<Value extends string>(
    message: string,
    choices: readonly { value: Value; name: string }[],
  ): Promise<Value | undefined> {
    return this.#ask(({ select }, context) => select<Value>({ message, choices }, context));
  }

  chooseMany<Value extends string>(
    message: string,
    choices: readonly { value: Value; name: string; checked?: boolean }[],
  ): Promise<Value[] | undefined> {
    return this.#ask(({ checkbox }, context) => checkbox<Value>({ message, choices, pageSize: 12 }, context));
  }

  #ask<Answer>(
    question: (prompts: Prompts, context: Context) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    // Said for this question, whose turn may come after those of other hosts.
    const said = this.#said;
    this.#said = '';
    const turn = this.#queue.then(() => this.#onTerminal(said, question));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #onTerminal<Answer>(
    said: string,
    question: (prompts: Prompts, context: Context) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    const prompts = await import('./inquirer.js');
    if (this.#interrupts.signal.aborted) return undefined;
    const terminal = this.#open();
    if (!terminal) return undefined;
    this.#progress.pause();
    try {
      terminal.output.write(said);
      const { input, output } = terminal;
      return await question(prompts, { input, output, signal: this.#interrupts.signal });
    } catch (error) {
      if (error instanceof Error && error.name === 'ExitPromptError') this.#interrupts.cancel('SIGINT');
      return undefined;
    } finally {
      terminal.close();
      this.#progress.resume();
    }
  }
}
