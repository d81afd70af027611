import type { HostKey } from './connection.js';
import type { Destination } from './destination.js';

export interface PassphraseQuestion {
  keyFile: string;
  /** 1 to 3. */
  attempt: number;
}

export interface PasswordQuestion {
  destination: Destination;
  /** Above 1 the server has refused the answer before. */
  attempt: number;
}

export interface KeyboardInteractiveQuestion {
  destination: Destination;
  /** Written by the server, like all that follows; control characters are gone. */
  name: string;
  instructions: string;
  prompts: { prompt: string; echo: boolean }[];
  /** Above 1 the server has refused the answers before. */
  attempt: number;
}

export interface HostKeyQuestion {
  destination: Destination;
  hostKey: HostKey;
  /** Other names under which known_hosts holds this same key. */
  knownAs: string[];
}

/** Asks the person. `undefined` or `false` is "no answer", and nothing is asked again. */
export interface Prompter {
  passphrase(question: PassphraseQuestion): Promise<string | undefined>;
  password(question: PasswordQuestion): Promise<string | undefined>;
  /** One answer for each prompt. */
  keyboardInteractive(question: KeyboardInteractiveQuestion): Promise<string[] | undefined>;
  /** Whether the unknown key is to be trusted (and remembered). */
  hostKey(question: HostKeyQuestion): Promise<boolean>;
}
