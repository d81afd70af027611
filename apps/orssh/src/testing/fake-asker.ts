import type { Asker } from '../prompts/asker.js';

/** Answers from a script; `transcript` is what the person saw, secrets marked. */
export class FakeAsker implements Asker {
  readonly transcript: string[] = [];
  readonly #answers: unknown[];

  constructor(...answers: unknown[]) {
    this.#answers = answers;
  }

  say(text: string): void {
    this.transcript.push(text);
  }

  text(question: string): Promise<string | undefined> {
    return this.#answer(question);
  }

  secret(question: string): Promise<string | undefined> {
    return this.#answer(`${question} (not echoed)`);
  }

  confirm(question: string): Promise<boolean | undefined> {
    return this.#answer(question);
  }

  choose<Value extends string>(
    question: string,
    choices: readonly { value: Value; name: string }[],
  ): Promise<Value | undefined> {
    return this.#answer([question, ...choices.map(({ name }) => name)].join(' | '));
  }

  chooseMany<Value extends string>(
    question: string,
    choices: readonly { value: Value; name: string }[],
  ): Promise<Value[] | undefined> {
    return this.#answer([question, ...choices.map(({ name }) => name)].join(' | '));
  }

  #answer<Answer>(question: string): Promise<Answer> {
    this.transcript.push(question);
    return Promise.resolve(this.#answers.shift() as Answer);
  }
}
