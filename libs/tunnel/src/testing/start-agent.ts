import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { until } from './until.js';

const run = promisify(execFile);

/** A real ssh-agent of its own. */
export interface RunningAgent {
  /** For SSH_AUTH_SOCK or IdentityAgent. */
  readonly socket: string;
  close(): Promise<void>;
}

/** Starts ssh-agent with the private keys of these files (without passphrases). */
export async function startAgent(keyFiles: string[]): Promise<RunningAgent> {
  const folder = await mkdtemp(join(tmpdir(), 'orssh-agent-'));
  const socket = join(folder, 'agent.sock');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  const close = async (): Promise<void> => {
    const exited = once(agent, 'exit');
    agent.kill();
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until(() => existsSync(socket));
    await run('ssh-add', ['-q', ...keyFiles], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
  } catch (error) {
    await close();
    throw error;
  }
  return { socket, close };
}
