import type { Prompter } from '@orssh/tunnel';

/** Asks for the passphrase of a key once, for all hosts that it opens; kept in memory only. */
export function rememberPassphrases(prompter: Prompter): Prompter {
  const given = new Map<string, Promise<string | undefined>>();
  return {
    ...prompter,
    passphrase(question) {
      const { keyFile, attempt } = question;
      const before = given.get(keyFile);
      if (attempt === 1 && before) return before;
      const answer = prompter.passphrase(question);
      given.set(keyFile, answer);
      return answer;
    },
  };
}
