import { mkdirSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';

export interface DirectoryOptions {
  env?: NodeJS.ProcessEnv;
  /** In place of `$XDG_STATE_HOME/opencode-remote-ssh/leases`. */
  directory?: string;
  /** Default: this machine's. */
  hostname?: string;
}

/** Where this machine keeps its leases. A home may be shared by several machines, so each has a folder of its own. */
export function machineDirectory(options: DirectoryOptions = {}): string {
  const name = (options.hostname ?? hostname()).toLowerCase().replace(/[^a-z0-9_-]+/g, '_');
  return join(options.directory ?? leasesDirectory(options.env ?? process.env), name || '_');
}

/** Makes the folder, for nobody else. */
export function makeDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
}

function leasesDirectory(env: NodeJS.ProcessEnv): string {
  const state = env['XDG_STATE_HOME'];
  const base = state?.startsWith('/') ? state : join(env['HOME'] ?? homedir(), '.local', 'state');
  return join(base, 'opencode-remote-ssh', 'leases');
}
