import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

import { available } from '../available.js';
import { eventually } from '../eventually.js';
import type { Given } from '../on-hosts.js';
import { must } from '../run.js';

/** Starts an ssh-agent that holds one private key; ended with the test. Resolves with its socket. */
export async function startAgent({ defer }: Pick<Given, 'defer'>, privateKey: string): Promise<string> {
  const folder = await mkdtemp(join(available().folder, 'agent-'));
  const socket = join(folder, 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  defer(() => agent.kill());
  await eventually(() => existsSync(socket), Boolean);
  await must('ssh-add', ['-q', '-'], { input: privateKey, env: { ...process.env, SSH_AUTH_SOCK: socket } });
  return socket;
}
