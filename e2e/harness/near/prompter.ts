import type { Prompter } from '@orssh/tunnel';

/** A person who answers only what the test expects to be asked; any other question fails the test's call. */
export function prompter(answers: Partial<Prompter>): Prompter {
  const unexpected = (question: string) => (): Promise<never> =>
    Promise.reject(new Error(`nobody expected a ${question} question`));
  return {
    passphrase: unexpected('passphrase'),
    password: unexpected('password'),
    keyboardInteractive: unexpected('keyboard-interactive'),
    hostKey: unexpected('host key'),
    ...answers,
  };
}
