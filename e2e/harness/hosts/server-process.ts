import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { listening } from './boot-script.js';

/** An SSH server that runs in the foreground as a child of this process. */
export interface ServerProcess {
  pid: number;
  log(): string;
  stop(): Promise<void>;
}

/** Starts it so that it ends with this process, however that ends; resolves when it accepts connections. */
export async function startServer(command: string, args: string[]): Promise<ServerProcess> {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (listening.test(log)) resolve();
    });
    child.once('error', reject);
    child.once('close', () => {
      reject(new Error(`the SSH server ended at once: ${log.trim()}`));
    });
  });
  return {
    pid: child.pid ?? 0,
    log: () => log,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }
    },
  };
}
