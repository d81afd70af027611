import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import type { Destination } from '../destination.js';
import { freePort } from './free-port.js';
import { freezeDescendants, killDescendants } from './process-tree.js';

const run = promisify(execFile);
const places = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'];

/** Path of the machine's sshd, if it has one. */
export const sshdPath = places.find((path) => existsSync(path));

export interface SshdOptions {
  /** Further lines of sshd_config; of an option that is given twice, sshd takes the first, which is one of these. */
  config?: string[];
  /** Kinds of host keys. Default: ed25519. */
  hostKeyTypes?: ('ed25519' | 'ecdsa' | 'rsa')[];
  /** A user of this machine (root may choose); default: who runs the test. */
  user?: string;
}

/** A real sshd of this machine, as an ordinary process on a port of its own. */
export interface RunningSshd {
  readonly port: number;
  readonly user: string;
  readonly pid: number;
  /** Folder with all its files; removed by `close`. */
  readonly folder: string;
  /** Private key that may log in. */
  readonly clientKey: string;
  readonly authorizedKeys: string;
  readonly hostKeyFiles: string[];
  /** known_hosts file with its host keys. */
  readonly knownHosts: string;
  /** A destination that logs in with `clientKey`, untouched by the configuration of this machine. */
  destination(changes?: Partial<Destination>): Destination;
  /** What it has logged so far. */
  log(): string;
  /** Kills the processes of every connection, not the server. */
  killConnections(): Promise<void>;
  /** Stops them, until the returned function is called: their sockets are open, and nothing comes. */
  freezeConnections(): Promise<() => void>;
  /** Ends the server and every connection, and removes its files. */
  close(): Promise<void>;
}

/** Starts an sshd. Needs {@link sshdPath}; works as any user, who is then the one to log in. */
export async function startSshd(options: SshdOptions = {}): Promise<RunningSshd> {
  if (sshdPath === undefined) throw new Error('This machine has no sshd (apt-get install openssh-server).');
  const folder = await mkdtemp(join(tmpdir(), 'orssh-sshd-'));
  // sshd insists on it when it starts as root.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const types = options.hostKeyTypes ?? ['ed25519'];
  const hostKeyFiles = types.map((type) => join(folder, `host_${type}`));
  const clientKey = join(folder, 'client');
  await Promise.all([makeKey(clientKey), ...types.map((type, at) => makeKey(hostKeyFiles[at] ?? '', type))]);
  const authorizedKeys = join(folder, 'authorized_keys');
  await writeFile(authorizedKeys, await readFile(`${clientKey}.pub`));

  // Another user's login reads authorized_keys.
  await chmod(folder, 0o755);

  const { port, child, log } = await listen(sshdPath, folder, [
    ...(options.config ?? []),
    ...hostKeyFiles.map((file) => `HostKey ${file}`),
    `AuthorizedKeysFile ${authorizedKeys}`,
    `PidFile ${join(folder, 'pid')}`,
    'ListenAddress 127.0.0.1',
    'UsePAM no',
    'StrictModes no',
    'MaxStartups 100',
    'LogLevel VERBOSE',
    // Keeps bash from reading the ~/.bashrc of who runs the test.
    'SetEnv SHLVL=2',
  ]);
  const user = options.user ?? userInfo().username;
  const knownHosts = join(folder, 'known_hosts');
  const publicKeys = await Promise.all(hostKeyFiles.map((file) => readFile(`${file}.pub`, 'utf8')));
  await writeFile(knownHosts, publicKeys.map((key) => `[127.0.0.1]:${port} ${key.trim()}\n`).join(''));
  const pid = child.pid ?? 0;

  return {
    port,
    user,
    pid,
    folder,
    clientKey,
    authorizedKeys,
    hostKeyFiles,
    knownHosts,
    log,
    destination: (changes = {}) => ({
      target: `${user}@127.0.0.1:${port}`,
      host: '127.0.0.1',
      port,
      user,
      identityFiles: [clientKey],
      identitiesOnly: false,
      certificateFiles: [],
      userKnownHostsFiles: [knownHosts],
      globalKnownHostsFiles: [],
      strictHostKeyChecking: 'yes',
      hashKnownHosts: false,
      proxyJump: [],
      connectTimeoutMs: 20_000,
      serverAliveIntervalMs: 15_000,
      serverAliveCountMax: 3,
      preferredAuthentications: ['publickey', 'keyboard-interactive', 'password'],
      passwordAuthentication: true,
      keyboardInteractive: true,
      pubkeyAuthentication: true,
      ...changes,
    }),
    killConnections: () => killDescendants(pid),
    freezeConnections: () => freezeDescendants(pid),
    async close() {
      await killDescendants(pid);
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes a private key and its `.pub` beside it. */
export async function makeKey(
  file: string,
  type = 'ed25519',
  passphrase = '',
  more: string[] = [],
): Promise<void> {
  await run('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'test', '-f', file, ...more]);
}

interface Listening {
  port: number;
  child: ChildProcess;
  log: () => string;
}

/** sshd cannot choose its port: one that is free is taken, and another one if somebody was faster. */
async function listen(sshd: string, folder: string, config: string[]): Promise<Listening> {
  for (let tries = 1; ; tries++) {
    const port = await freePort();
    const file = join(folder, 'sshd_config');
    await writeFile(file, [...config, `Port ${port}`, ''].join('\n'));
    const child = spawn(sshd, ['-D', '-e', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    const lines: string[] = [];
    const reader = createInterface({ input: child.stderr });
    const ready = await new Promise<boolean>((resolve) => {
      reader.on('line', (line) => {
        lines.push(line);
        if (line.includes('Server listening on')) resolve(true);
      });
      child.once('exit', () => {
        resolve(false);
      });
      child.once('error', () => {
        resolve(false);
      });
    });
    if (ready) return { port, child, log: () => lines.join('\n') };
    if (tries >= 3) throw new Error(`sshd did not start: ${lines.join('; ')}`);
  }
}
