import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { answering, freePort, sshd } from './ssh-host.js';

/** sshd listens on no more than 16 sockets. */
const portsOfOneServer = 10;

/** Several SSH hosts on loopback: a port and a home for each, of sshd processes with ten ports each. */
export interface FleetHosts {
  readonly names: readonly string[];
  /** Configuration of `orssh` that lists them. */
  readonly config: string;
  /** With an `ssh` that knows them, and a place for what `orssh` remembers. */
  readonly env: NodeJS.ProcessEnv;
  /** Takes the stubs off all of them, and forgets them. */
  makeCold(): void;
  stop(): void;
}

export async function startFleetHosts(count: number): Promise<FleetHosts> {
  if (!existsSync(sshd))
    throw new Error(`${sshd} was not found: install OpenSSH's server (apt-get install openssh-server).`);
  const folder = mkdtempSync(join(tmpdir(), 'orssh-bench-fleet-'));
  chmodSync(folder, 0o755);
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  for (const key of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)]);
  const hosts: { name: string; port: number; home: string }[] = [];
  for (let number = 1; number <= count; number++) {
    const home = join(folder, `home${number}`);
    mkdirSync(home);
    hosts.push({ name: `host${number}`, port: await freePort(), home });
  }
  const servers: ChildProcess[] = [];
  for (let first = 0; first < count; first += portsOfOneServer) {
    const config = join(folder, `sshd_config${first}`);
    writeFileSync(config, serverConfig(folder, hosts.slice(first, first + portsOfOneServer)));
    servers.push(spawn(sshd, ['-D', '-e', '-f', config], { stdio: 'ignore' }));
  }
  for (const { port } of hosts) await answering(port);
  return {
    names: hosts.map(({ name }) => name),
    config: writeClientFiles(folder, hosts),
    env: {
      ...process.env,
      NODE_EXTRA_CA_CERTS: undefined,
      PATH: `${folder}/bin:${process.env['PATH'] ?? ''}`,
      XDG_STATE_HOME: join(folder, 'state'),
    },
    makeCold() {
      for (const { home } of hosts) takeStubOff(home);
      rmSync(join(folder, 'state'), { recursive: true, force: true });
    },
    stop() {
      for (const { home } of hosts) takeStubOff(home);
      for (const server of servers) server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function serverConfig(folder: string, hosts: { port: number; home: string }[]): string {
  return [
    ...hosts.map(({ port }) => `Port ${port}`),
    'ListenAddress 127.0.0.1',
    `HostKey ${folder}/host`,
    `AuthorizedKeysFile ${folder}/user.pub`,
    'UsePAM no',
    'StrictModes no',
    'MaxStartups 200',
    'PidFile none',
    // bash reads a person's .bashrc under sshd at the first level only: ssh's side is not to pay for what is in it.
    ...hosts.flatMap(({ port, home }) => [`Match LocalPort ${port}`, `  SetEnv HOME=${home} SHLVL=2`]),
    '',
  ].join('\n');
}

function writeClientFiles(folder: string, hosts: { name: string; port: number }[]): string {
  const user = userInfo().username;
  const common =
    `  HostName 127.0.0.1\n  User ${user}\n  IdentityFile ${folder}/user\n  IdentitiesOnly yes\n` +
    `  UserKnownHostsFile ${folder}/known_hosts\n  StrictHostKeyChecking accept-new\n  LogLevel ERROR\n`;
  const aliases = hosts.map(({ name, port }) => `Host ${name}\n  Port ${port}\n`);
  writeFileSync(join(folder, 'ssh_config'), `${aliases.join('')}Host *\n${common}`);
  mkdirSync(join(folder, 'bin'));
  const wrapper = `#!/bin/sh\nexec /usr/bin/ssh -F '${folder}/ssh_config' "$@"\n`;
  writeFileSync(join(folder, 'bin', 'ssh'), wrapper, { mode: 0o755 });
  const config = join(folder, 'orssh.json');
  const listed = hosts.map(({ name }) => ({ name, ssh: { host: name } }));
  writeFileSync(config, JSON.stringify({ providers: { bench: { hosts: listed } } }));
  return config;
}

function takeStubOff(home: string): void {
  const root = join(home, '.opencode-remote-ssh');
  spawnSync(join(root, 'bin/opencode-remote-ssh-stub'), ['stop', '--root', root], { stdio: 'ignore' });
  rmSync(root, { recursive: true, force: true });
}
