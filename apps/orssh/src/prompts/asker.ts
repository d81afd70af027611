/** Asks a person. Every answer is undefined when the person gives none (Ctrl-C, or the terminal is gone). */
export interface Asker {
  /** Lines shown before a question. */
  say(text: string): void;
  text(question: string): Promise<string | undefined>;
  /** Like {@link text} without echo. */
  secret(question: string): Promise<string | undefined>;
  confirm(question: string): Promise<boolean | undefined>;
  choose<Value extends string>(
    question: string,
    choices: readonly { value: Value; name: string }[],
  ): Promise<Value | undefined>;
}
