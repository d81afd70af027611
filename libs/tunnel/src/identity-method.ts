import type { AnyAuthMethod, ParsedKey } from 'ssh2';

import { oneKeyAgent, signWithAgent } from './agent-keys.js';
import { cancelledLogin } from './auth-errors.js';
import type { Destination } from './destination.js';
import type { Identity, SkipReason } from './identity.js';
import type { Prompter } from './prompter.js';
import { readPrivateKey } from './read-private-key.js';

const passphraseTries = 3;
const wrongPassphrase: SkipReason = { code: 'key_passphrase', text: 'not unlocked (wrong passphrase)' };

/** What ssh2 is to send for a key, or why it cannot be used. A passphrase is asked for as late as possible. */
export async function identityMethod(
  identity: Identity,
  destination: Destination,
  prompter: Prompter | undefined,
): Promise<AnyAuthMethod | SkipReason> {
  const username = destination.user;
  switch (identity.kind) {
    case 'skipped':
      return identity.why;
    case 'file':
      return { type: 'publickey', username, key: identity.key };
    case 'agent': {
      const { publicKey, socket } = identity;
      const agent = oneKeyAgent(publicKey, (data, options) =>
        signWithAgent(socket, publicKey, data, options),
      );
      return { type: 'agent', username, agent };
    }
    case 'encrypted': {
      if (!prompter)
        return { code: 'key_passphrase', text: 'skipped (encrypted, and nobody is there to ask)' };
      const { publicKey } = identity;
      if (!publicKey) {
        const key = await unlock(identity, destination, prompter);
        return key ? { type: 'publickey', username, key } : wrongPassphrase;
      }
      const agent = oneKeyAgent(publicKey, async (data, { hash }) => {
        const key = await unlock(identity, destination, prompter);
        if (!key) throw new Error(wrongPassphrase.text);
        return key.sign(data, hash);
      });
      return { type: 'agent', username, agent };
    }
  }
}

async function unlock(
  { file, text }: Extract<Identity, { kind: 'encrypted' }>,
  destination: Destination,
  prompter: Prompter,
): Promise<ParsedKey | undefined> {
  for (let attempt = 1; attempt <= passphraseTries; attempt++) {
    const passphrase = await prompter.passphrase({ keyFile: file, attempt });
    if (passphrase === undefined) throw cancelledLogin(destination);
    const content = readPrivateKey(text, passphrase);
    if (content.name === 'key') return content.key;
  }
  return undefined;
}
