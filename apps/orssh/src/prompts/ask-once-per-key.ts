import type { Prompter } from '@orssh/tunnel';

/** The passphrase of a key is asked for once, however many hosts want it: all wait for the one answer. */
export function askOncePerKey(prompter: Prompter): Prompter {
  const answers = new Map<string, Promise<string | undefined>>();
  return {
    ...prompter,
    passphrase(question) {
      const name = `${question.attempt} ${question.keyFile}`;
      const answer = answers.get(name) ?? prompter.passphrase(question);
      answers.set(name, answer);
      return answer;
    },
  };
}
