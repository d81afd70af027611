import type { Prompter } from '../prompter.js';

export interface ScriptedAnswers {
  /** One for each try; then no answer. */
  passphrases?: string[];
  /** One for each try; then no answer. A single text is given each time. */
  password?: string | string[];
  /** By prompt. */
  keyboardInteractive?: Record<string, string>;
  hostKey?: boolean;
}

/** A prompter that answers as scripted and remembers what it was asked. */
export function scriptedPrompter(answers: ScriptedAnswers): Prompter & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    passphrase: ({ keyFile, attempt }) => {
      asked.push(`passphrase ${keyFile} ${attempt}`);
      return Promise.resolve(answers.passphrases?.[attempt - 1]);
    },
    password: ({ destination, attempt }) => {
      asked.push(`password ${destination.user}${attempt > 1 ? ` ${attempt}` : ''}`);
      const { password } = answers;
      return Promise.resolve(Array.isArray(password) ? password[attempt - 1] : password);
    },
    keyboardInteractive: ({ prompts }) => {
      asked.push(...prompts.map(({ prompt, echo }) => `${prompt}${echo ? ' (echo)' : ''}`));
      const { keyboardInteractive: known } = answers;
      return Promise.resolve(known && prompts.map(({ prompt }) => known[prompt] ?? ''));
    },
    hostKey: ({ hostKey }) => {
      asked.push(`host key ${hostKey.fingerprint}`);
      return Promise.resolve(answers.hostKey ?? false);
    },
  };
}
