import type { Deadline } from './deadline.js';
import type { Prompter } from './prompter.js';

/** A prompter whose questions stop the clock. */
export function offClock(prompter: Prompter, deadline: Deadline): Prompter {
  return {
    passphrase: (question) => deadline.pauseFor(() => prompter.passphrase(question)),
    password: (question) => deadline.pauseFor(() => prompter.password(question)),
    keyboardInteractive: (question) => deadline.pauseFor(() => prompter.keyboardInteractive(question)),
    hostKey: (question) => deadline.pauseFor(() => prompter.hostKey(question)),
  };
}
