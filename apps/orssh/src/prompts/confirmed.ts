import { CliError } from '../cli-error.js';
import type { Asker } from './asker.js';

export interface Confirmation {
  /** `--yes`: no question is asked. */
  yes?: boolean;
  host?: string;
  /** What is about to be done, as in `removing ~/x on web1`. */
  doing: string;
  /** What a person should know before the answer. */
  say: string;
  question: string;
  /** The command line that needs no answer. */
  inAdvance: string;
}

/** Whether a person agrees to what cannot be undone. Rejects with `not_confirmed` where nobody can be asked. */
export async function confirmed(asker: Asker | undefined, about: Confirmation): Promise<boolean> {
  if (about.yes) return true;
  if (!asker) {
    throw new CliError({
      code: 'not_confirmed',
      host: about.host,
      message: `${about.doing} was not confirmed, and there is no terminal to ask on`,
      remedy: `confirm it in advance: ${about.inAdvance}`,
    });
  }
  asker.say(about.say);
  return (await asker.confirm(about.question)) === true;
}
