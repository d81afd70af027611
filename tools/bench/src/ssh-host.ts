import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A real OpenSSH server on loopback for the length of a benchmark, with a key and an ssh_config of its own. */
export interface SshHost {
  port: number;
  folder: string;
  /** Writes an ssh_config alias that goes to `port` (the server's, or a proxy's) and returns the config's path. */
  alias(name: string, port: number): string;
  stop(): void;
}

export const sshd = '/usr/sbin/sshd';

export async function startSshHost(): Promise<SshHost> {
  if (!existsSync(sshd))
    throw new Error(`${sshd} was not found: install OpenSSH's server (apt-get install openssh-server).`);
  const folder = mkdtempSync(join(tmpdir(), 'orssh-bench-'));
  chmodSync(folder, 0o755);
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  for (const key of ['host', 'user']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)]);
  }
  const port = await freePort();
  const config = join(folder, 'sshd_config');
  writeFileSync(
    config,
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${folder}/host`,
      `AuthorizedKeysFile ${folder}/user.pub`,
      'UsePAM no',
      'StrictModes no',
      'MaxStartups 100',
      // bash reads a person's .bashrc under sshd at the first level only: ssh's side is not to pay for what is in it.
      'SetEnv SHLVL=2',
      `PidFile ${folder}/sshd.pid`,
      '',
    ].join('\n'),
  );
  const server = spawn(sshd, ['-D', '-e', '-f', config], { stdio: 'ignore' });
  await answering(port);
  const identity = `${folder}/user`;
  return {
    port,
    folder,
    alias(name, to) {
      const path = join(folder, `${name}.conf`);
      writeFileSync(
        path,
        `Host ${name}\n  HostName 127.0.0.1\n  Port ${to}\n  User ${userInfo().username}\n  IdentityFile ${identity}\n` +
          `  IdentitiesOnly yes\n  UserKnownHostsFile ${folder}/known_hosts\n  StrictHostKeyChecking accept-new\n  LogLevel ERROR\n`,
      );
      return path;
    },
    stop() {
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves when something listens on the port of loopback. */
export async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`sshd did not listen on port ${port} within 5 seconds`);
}
