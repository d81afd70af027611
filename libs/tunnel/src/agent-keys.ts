import ssh2, { type BaseAgent, type ParsedKey, type SignCallback, type SigningRequestOptions } from 'ssh2';

import type { Identity } from './identity.js';

const agentDeadlineMs = 5_000;

/** The keys that the agent at `socket` holds; none where it cannot be asked, as with OpenSSH. */
export async function listAgentKeys(socket: string | undefined): Promise<Identity[]> {
  if (socket === undefined || socket === '') return [];
  return askAgent(socket).catch(() => []);
}

/** Like {@link listAgentKeys}; rejects where the agent does not answer. */
export async function askAgent(socket: string): Promise<Identity[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${agentDeadlineMs / 1000} s`));
    }, agentDeadlineMs);
    ssh2.createAgent(socket).getIdentities((error, keys) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve((keys ?? []).flatMap((key) => identityOf(key, socket)));
    });
  });
}

function identityOf(given: unknown, socket: string): Identity[] {
  // The agent's own parser leaves out what it cannot read, and gives an Error for some.
  const key = given as ParsedKey | Error | undefined;
  if (!key || key instanceof Error) return [];
  return [{ kind: 'agent', label: `agent key ${key.comment || key.type}`, publicKey: key, socket }];
}

type Sign = (data: Buffer, options: SigningRequestOptions) => Promise<Buffer>;

/** An agent with one key: ssh2 then asks the server for this key, and `sign` runs only when the server would take it. */
export function oneKeyAgent(publicKey: ParsedKey, sign: Sign): BaseAgent {
  class OneKeyAgent extends ssh2.BaseAgent {
    getIdentities(callback: (error: undefined, keys: ParsedKey[]) => void): void {
      callback(undefined, [publicKey]);
    }

    sign(
      _key: unknown,
      data: Buffer,
      optionsOrCallback: SigningRequestOptions | SignCallback,
      callback?: SignCallback,
    ): void {
      const options = typeof optionsOrCallback === 'function' ? {} : optionsOrCallback;
      const done = typeof optionsOrCallback === 'function' ? optionsOrCallback : callback;
      sign(data, options).then(
        (signature) => done?.(null, signature),
        (error: unknown) => done?.(error as Error),
      );
    }
  }
  return new OneKeyAgent();
}

/** Signs with a key that stays in the agent. */
export async function signWithAgent(
  socket: string,
  publicKey: ParsedKey,
  data: Buffer,
  options: SigningRequestOptions,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    ssh2.createAgent(socket).sign(publicKey, data, options, (error, signature) => {
      if (error || !signature) reject(error ?? new Error('the agent gave no signature'));
      else resolve(signature);
    });
  });
}
