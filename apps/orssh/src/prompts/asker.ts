export interface TextOptions {
  /** Taken when nothing is typed. */
  default?: string;
  /** True, or what is wrong with the answer: then it is asked again. */
  validate?: (answer: string) => true | string;
}

/** Asks a person. Every answer is undefined when the person gives none (Ctrl-C, or the terminal is gone). */
export interface Asker {
  /** Lines shown before a question. */
  say(text: string): void;
  text(question: string, options?: TextOptions): Promise<string | undefined>;
  /** Like {@link text} without echo. */
  secret(question: string): Promise<string | undefined>;
  /** `default` (No where it is not given) is what Enter means. */
  confirm(question: string, options?: { default?: boolean }): Promise<boolean | undefined>;
  choose<Value extends string>(
    question: string,
    choices: readonly { value: Value; name: string }[],
  ): Promise<Value | undefined>;
  /** Any number of the choices, none included. */
  chooseMany<Value extends string>(
    question: string,
    choices: readonly { value: Value; name: string; checked?: boolean }[],
  ): Promise<Value[] | undefined>;
}
