import type { Prompter } from '@orssh/tunnel';

export interface HeldAnswers {
  /** Asks, and keeps what is answered for as long as the process lives. */
  readonly asking: Prompter;
  /** Asks nobody: gives the answer that was given last, once in each connection. */
  readonly repeated: Prompter;
}

/** For connections that come back when nobody can be asked: a passphrase or a password that was right will be again. */
export function heldAnswers(prompter: Prompter): HeldAnswers {
  const held = new Map<string, string>();
  const keep = async (name: string, answering: Promise<string | undefined>): Promise<string | undefined> => {
    const answer = await answering;
    if (answer !== undefined) held.set(name, answer);
    return answer;
  };
  const again = (name: string, attempt: number): Promise<string | undefined> =>
    Promise.resolve(attempt === 1 ? held.get(name) : undefined);
  const ofKey = ({ keyFile }: { keyFile: string }): string => `key ${keyFile}`;
  const ofUser = ({ destination: { user, host, port } }: { destination: Account }): string =>
    `password ${user}@${host}:${port}`;
  return {
    asking: {
      ...prompter,
      passphrase: (question) => keep(ofKey(question), prompter.passphrase(question)),
      password: (question) => keep(ofUser(question), prompter.password(question)),
    },
    repeated: {
      passphrase: (question) => again(ofKey(question), question.attempt),
      password: (question) => again(ofUser(question), question.attempt),
      // A code that was good once is not good again.
      keyboardInteractive: () => Promise.resolve(undefined),
      hostKey: () => Promise.resolve(false),
    },
  };
}

interface Account {
  user: string;
  host: string;
  port: number;
}
