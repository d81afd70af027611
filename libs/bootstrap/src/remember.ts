import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import type { Destination } from '@orssh/tunnel';

import { type RememberedStub, rememberedStubSchema } from './remembered-stub.js';

/** Stubs that were reached before, one a destination and install root. */
export interface RememberedStubs {
  get(destination: Destination, installRoot?: string): Promise<RememberedStub | undefined>;
  set(destination: Destination, installRoot: string | undefined, stub: RememberedStub): Promise<void>;
  forget(destination: Destination, installRoot?: string): Promise<void>;
}

/**
 * Kept as 0600 files (they hold the stub's token) in `$XDG_STATE_HOME/opencode-remote-ssh/hosts`, default `~/.local/state`.
 * A file that is not there, not readable or not ours in form is nothing remembered.
 */
export function rememberInFiles(
  options: { directory?: string; env?: NodeJS.ProcessEnv } = {},
): RememberedStubs {
  const directory = options.directory ?? rememberedDirectory(options.env ?? process.env);
  const fileOf = (destination: Destination, installRoot?: string) =>
    join(directory, `${keyOf(destination, installRoot)}.json`);
  return {
    async get(destination, installRoot) {
      try {
        const json: unknown = JSON.parse(await readFile(fileOf(destination, installRoot), 'utf8'));
        return rememberedStubSchema.safeParse(json).data;
      } catch {
        return undefined;
      }
    },
    async set(destination, installRoot, stub) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await replaceFile(fileOf(destination, installRoot), JSON.stringify(stub));
    },
    async forget(destination, installRoot) {
      await rm(fileOf(destination, installRoot), { force: true });
    },
  };
}

/** `$XDG_STATE_HOME/opencode-remote-ssh/hosts` */
export function rememberedDirectory(env: NodeJS.ProcessEnv): string {
  const state = env['XDG_STATE_HOME'];
  const base = state?.startsWith('/') ? state : join(env['HOME'] ?? homedir(), '.local', 'state');
  return join(base, 'opencode-remote-ssh', 'hosts');
}

/** Everything that decides which machine and account is reached, except the host key, which the record itself holds. */
function keyOf(destination: Destination, installRoot = ''): string {
  const hop = ({ user, host, port, hostKeyAlias }: Destination) => [user, host, port, hostKeyAlias ?? ''];
  const way = [destination.proxyJump.map(hop), destination.proxyCommand ?? ''];
  return createHash('sha256')
    .update(JSON.stringify([hop(destination), way, installRoot]))
    .digest('hex')
    .slice(0, 32);
}

async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
