import type { AnyAuthMethod, KeyboardInteractiveAuthMethod } from 'ssh2';

import { cancelledLogin } from './auth-errors.js';
import type { Destination } from './destination.js';
import type { Identity, SkipReason } from './identity.js';
import { identityMethod } from './identity-method.js';
import { printable } from '@orssh/protocol/printable';
import type { Prompter } from './prompter.js';

/** One way to log in. */
export interface Attempt {
  /** SSH's name of the method. */
  method: string;
  /** For people. */
  label: string;
  /** Resolves to what ssh2 is to send, or why this is not tried; to undefined when its method is not to be tried again. */
  prepare(): Promise<AnyAuthMethod | SkipReason | undefined>;
}

export interface AttemptOptions {
  destination: Destination;
  identities: Identity[];
  prompter?: Prompter;
  /** Called when a question that the server waits for stays without an answer. */
  cancel: (error: Error) => void;
}

/**
 * Every way that is configured and possible, in the order of PreferredAuthentications. A person may answer wrongly as often as
 * NumberOfPasswordPrompts says.
 */
export function loginAttempts(options: AttemptOptions): Attempt[] {
  const { destination, identities, prompter } = options;
  return destination.preferredAuthentications.flatMap((method): Attempt[] => {
    if (method === 'publickey') return identities.map((one) => keyAttempt(one, options));
    if (!prompter) return [];
    const times = Array.from({ length: destination.passwordPrompts ?? 3 }, (_, index) => index + 1);
    if (method === 'password' && destination.passwordAuthentication) {
      return times.map((attempt) => password(destination, prompter, attempt));
    }
    if (method === 'keyboard-interactive' && destination.keyboardInteractive) {
      const seen = { question: false };
      return times.map((attempt) => keyboardInteractive(options, prompter, { attempt, seen }));
    }
    return [];
  });
}

function keyAttempt(identity: Identity, { destination, prompter }: AttemptOptions): Attempt {
  return {
    method: 'publickey',
    label: `publickey ${identity.label}`,
    prepare: () => identityMethod(identity, destination, prompter),
  };
}

function password(destination: Destination, prompter: Prompter, attempt: number): Attempt {
  return {
    method: 'password',
    label: 'password',
    prepare: async () => {
      const answer = await prompter.password({ destination, attempt });
      if (answer === undefined) {
        if (attempt > 1) return undefined;
        throw cancelledLogin(destination);
      }
      return { type: 'password', username: destination.user, password: answer };
    },
  };
}

function keyboardInteractive(
  { destination, cancel }: AttemptOptions,
  prompter: Prompter,
  { attempt, seen }: { attempt: number; seen: { question: boolean } },
): Attempt {
  const method: KeyboardInteractiveAuthMethod = {
    type: 'keyboard-interactive',
    username: destination.user,
    prompt: (name, instructions, _language, prompts, finish) => {
      seen.question = true;
      const shown = prompts.map(({ prompt, echo }) => ({ prompt: printable(prompt), echo: echo ?? false }));
      const question = {
        destination,
        name: printable(name),
        instructions: printable(instructions),
        prompts: shown,
        attempt,
      };
      prompter.keyboardInteractive(question).then(
        (answers) => {
          if (answers?.length === prompts.length) finish(answers);
          else cancel(cancelledLogin(destination));
        },
        (error: unknown) => {
          cancel(cancelledLogin(destination, error));
        },
      );
    },
  };
  // A server that has refused without a question asks none the next time either.
  const prepare = () => Promise.resolve(attempt === 1 || seen.question ? method : undefined);
  return { method: method.type, label: method.type, prepare };
}
