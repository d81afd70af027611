import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';

import ssh2, { type AuthContext, type Connection as Client, type ParsedKey, type ServerChannel } from 'ssh2';

import { makeKeyPair } from './make-key-pair.js';

export interface LoopbackHostOptions {
  /** Home of the one user; the client's key is put into its folder `.client-key`. */
  home: string;
  /** Runs the commands, as `<shell> -c <command>`. Default `/bin/sh`. */
  shell?: string;
}

/** An SSH host on this very machine, as this user: for a demonstration, gone with the process. */
export interface LoopbackHost {
  readonly port: number;
  readonly user: string;
  /** The server's public key as known_hosts has it: `[127.0.0.1]:<port> ssh-ed25519 …`. */
  readonly hostKeyLine: string;
  /** Private key (0600) of the only client that is let in. */
  readonly clientKeyFile: string;
  /** Hangs up every command and connection; resolves when they have ended and the port is closed. */
  close(): Promise<void>;
}

/**
 * Starts an SSH server on 127.0.0.1 with fresh keys. It runs commands, passes signals on, forwards to its own
 * loopback and to unix sockets, and refuses everything else: no shell, no terminal, no sftp, no reverse forwarding.
 */
export async function startLoopbackHost({
  home,
  shell = '/bin/sh',
}: LoopbackHostOptions): Promise<LoopbackHost> {
  const user = 'demo';
  const hostKey = makeKeyPair();
  const { owner, clientKeyFile } = await makeClientKey(home);
  const commands = new Set<ChildProcess>();
  const clients = new Set<Client>();

  const server = new ssh2.Server({ hostKeys: [hostKey.private] }, (client) => {
    // The types leave it out. Without it every small answer waits 40 ms for the client's acknowledgement.
    (client as Client & { setNoDelay(on: boolean): void }).setNoDelay(true);
    clients.add(client);
    client.on('close', () => clients.delete(client));
    // A client that vanishes is nothing to report; its `close` follows.
    client.on('error', () => undefined);
    client.on('authentication', (attempt) => {
      if (attempt.username === user && provesKey(attempt, owner)) attempt.accept();
      else attempt.reject(['publickey']);
    });
    client.on('session', (acceptSession) => {
      const session = acceptSession();
      let command: ChildProcess | undefined;
      session.on('exec', (accept, _reject, info) => {
        const started = runCommand(accept(), spawnIn(home, user, shell, info.command));
        commands.add(started);
        started.on('close', () => commands.delete(started));
        command = started;
      });
      session.on('signal', (_accept, _reject, { name }) => {
        if (command) signalGroup(command, `SIG${name}`);
      });
    });
    client.on('tcpip', (accept, reject, { destIP, destPort }) => {
      if (destIP === '127.0.0.1' || destIP === 'localhost')
        bridge(connect(destPort, '127.0.0.1'), accept, reject);
      else reject();
    });
    client.on('openssh.streamlocal', (accept, reject, { socketPath }) => {
      bridge(connect(socketPath), accept, reject);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    port,
    user,
    hostKeyLine: `[127.0.0.1]:${port} ${hostKey.public}`,
    clientKeyFile,
    async close() {
      const ended = [...commands].map((command) => once(command, 'close'));
      for (const command of commands) signalGroup(command, 'SIGKILL');
      for (const client of clients) client.end();
      await Promise.all([...ended, closed(server)]);
    },
  };
}

function closed(server: { close(done: () => void): void }): Promise<void> {
  return new Promise((resolve) => {
    server.close(resolve);
  });
}

async function makeClientKey(home: string): Promise<{ owner: ParsedKey; clientKeyFile: string }> {
  const pair = makeKeyPair();
  const owner = ssh2.utils.parseKey(pair.public);
  if (owner instanceof Error) throw owner;
  const folder = join(home, '.client-key');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const clientKeyFile = join(folder, 'id_ed25519');
  await writeFile(clientKeyFile, pair.private, { mode: 0o600 });
  return { owner, clientKeyFile };
}

/** True for the owner's key: either the question whether it would do, or the signature that proves it. */
function provesKey(attempt: AuthContext, owner: ParsedKey): boolean {
  if (attempt.method !== 'publickey' || attempt.key.algo !== owner.type) return false;
  if (!attempt.key.data.equals(owner.getPublicSSH())) return false;
  const { signature, blob } = attempt;
  return !signature || (blob !== undefined && owner.verify(blob, signature, attempt.hashAlgo));
}

/** The command leads a process group of its own, so that a signal reaches everything that it started. */
function spawnIn(home: string, user: string, shell: string, command: string) {
  const { PATH = '/usr/bin:/bin', LANG = 'C.UTF-8' } = process.env;
  return spawn(shell, ['-c', command], {
    cwd: home,
    detached: true,
    env: { HOME: home, USER: user, LOGNAME: user, SHELL: shell, PATH, LANG },
  });
}

function runCommand(channel: ServerChannel, command: ReturnType<typeof spawnIn>): ChildProcess {
  // Either side may go first; the other one then gets EPIPE, which says nothing new.
  for (const stream of [channel, command.stdin, command.stdout, command.stderr])
    stream.on('error', () => undefined);
  channel.pipe(command.stdin);
  command.stdout.pipe(channel, { end: false });
  command.stderr.pipe(channel.stderr, { end: false });
  channel.on('close', () => {
    signalGroup(command, 'SIGHUP');
  });
  command.on('error', () => {
    channel.exit(127);
    channel.end();
  });
  command.on('close', (code, signal) => {
    if (signal) channel.exit(signal);
    else channel.exit(code ?? 0);
    channel.end();
  });
  return command;
}

function signalGroup({ pid, exitCode, signalCode }: ChildProcess, name: string): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, name);
  } catch {
    // The group has just ended, or the client named no signal.
  }
}

function bridge(socket: Socket, accept: () => ServerChannel, reject: () => void): void {
  socket.once('error', reject);
  socket.once('connect', () => {
    socket.off('error', reject);
    const channel = accept();
    pipeline(channel, socket, channel, () => undefined);
  });
}
