import type { Destination, Prompter } from '@orssh/tunnel';

import { escapeControl } from '../output/escape-control.js';
import type { Asker } from './asker.js';

/** Asks what SSH needs to know. Whatever a server says is escaped before it is shown. */
export function sshPrompter(asker: Asker): Prompter {
  return {
    passphrase: ({ keyFile, attempt }) => asker.secret(`${again(attempt)}Passphrase of ${keyFile}:`),

    password({ destination, attempt }) {
      sayIfDenied(asker, attempt);
      return asker.secret(`Password of ${destination.user}@${placeOf(destination)}:`);
    },

    async keyboardInteractive({ destination, name, instructions, prompts, attempt }) {
      sayIfDenied(asker, attempt);
      for (const line of [name, instructions].flatMap((text) => text.split('\n'))) {
        if (line.trim() !== '') asker.say(escapeControl(line));
      }
      const answers: string[] = [];
      for (const { prompt, echo } of prompts) {
        const question = `${placeOf(destination)}: ${escapeControl(prompt.trim())}`;
        const answer = await (echo ? asker.text(question) : asker.secret(question));
        if (answer === undefined) return undefined;
        answers.push(answer);
      }
      return answers;
    },

    async hostKey({ destination: { target, host, port }, hostKey, knownAs }) {
      asker.say(`The host ${target} (${host}, port ${port}) is not known yet.`);
      asker.say(`Its ${hostKey.type} key has the fingerprint ${escapeControl(hostKey.fingerprint)}`);
      if (knownAs.length > 0)
        asker.say(`The same key is known already: ${knownAs.map(escapeControl).join(', ')}`);
      return (await asker.confirm('Is that the right one? It will be remembered.')) ?? false;
    },
  };
}

/** In the words of `ssh`. */
function sayIfDenied(asker: Asker, attempt: number): void {
  if (attempt > 1) asker.say('Permission denied, please try again.');
}

function again(attempt: number): string {
  return attempt > 1 ? 'Not accepted. ' : '';
}

/** With the alias where the address alone does not tell: several hosts behind a router have one. */
function placeOf({ target, host }: Destination): string {
  const typed = target.replace(/^.*@/, '');
  return typed.includes(host) || host.includes(typed) ? host : `${typed} (${host})`;
}
