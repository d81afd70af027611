import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeKey, type RunningSshd, startSshd } from '@orssh/tunnel/testing';

import { run } from './run.js';

/** A machine with a home, and SSH hosts that its ssh_config knows; nothing of who runs this is read or written. */
export interface Stage {
  readonly home: string;
  /** The home on a host. */
  readonly homeOf: (host: string) => string;
  /** Runs the built command line to its end. */
  readonly orssh: (args: readonly string[]) => Promise<string>;
  readonly env: Record<string, string>;
  /** What stands for what in the picture: folders, ports and names of this machine. */
  readonly names: readonly (readonly [from: string, to: string])[];
  close(): Promise<void>;
}

const noHost = 1;

/** Starts one sshd for each name of `hosts`; those of `dead` are in the ssh_config, too, and nothing listens there. */
export async function setStage(hosts: readonly string[], dead: readonly string[] = []): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 's-'));
  await chmod(folder, 0o755);
  const home = join(folder, 'home');
  const servers: { name: string; home: string; sshd: RunningSshd }[] = [];
  const close = async (): Promise<void> => {
    for (const { home: root, sshd } of servers) {
      const stub = join(root, '.opencode-remote-ssh/bin/opencode-remote-ssh-stub');
      await run(stub, ['stop', '--root', join(root, '.opencode-remote-ssh')]).catch(() => '');
      await sshd.close();
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const ssh = join(home, '.ssh');
    await mkdir(ssh, { recursive: true, mode: 0o700 });
    await makeKey(join(ssh, 'id_ed25519'));
    for (const name of hosts) {
      const root = join(folder, name);
      await mkdir(root);
      const sshd = await startSshd({
        config: [
          // In place of the home of who runs this; with SHLVL, bash reads the .bashrc there.
          `SetEnv HOME=${root} SHELL=/bin/bash SHLVL=0`,
          'PasswordAuthentication no',
          'KbdInteractiveAuthentication no',
        ],
      });
      servers.push({ name, home: root, sshd });
      await writeFile(sshd.authorizedKeys, await readFile(join(ssh, 'id_ed25519.pub')));
    }
    const ports = new Map([
      ...servers.map(({ name, sshd }) => [name, sshd.port] as const),
      ...dead.map((name) => [name, noHost] as const),
    ]);
    await writeFile(join(ssh, 'config'), [...ports].map(([name, port]) => block(name, port, ssh)).join('\n'));
    const known = await Promise.all(servers.map(({ sshd }) => readFile(sshd.knownHosts, 'utf8')));
    await writeFile(join(ssh, 'known_hosts'), known.join(''));
    const env = await environment(folder, home);
    return {
      home,
      homeOf: (name) => join(folder, name),
      orssh: (args) => run(join(folder, 'bin/orssh'), args, { env, cwd: home }),
      env,
      names: names(folder, home, servers, dead),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function block(name: string, port: number, ssh: string): string {
  const lines = [
    'HostName 127.0.0.1',
    `Port ${port}`,
    `IdentityFile ${ssh}/id_ed25519`,
    `UserKnownHostsFile ${ssh}/known_hosts`,
    'GlobalKnownHostsFile /dev/null',
  ];
  return `Host ${name}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** OpenSSH takes `~/.ssh` from the password database: its configuration is given to it by a wrapper. */
async function environment(folder: string, home: string): Promise<Record<string, string>> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const real = (await run('sh', ['-c', 'command -v ssh'])).trim();
  await writeFile(join(bin, 'ssh'), `#!/bin/sh\nexec ${real} -F ${home}/.ssh/config "$@"\n`);
  const cli = join(process.cwd(), 'dist/orssh/orssh.mjs');
  await writeFile(join(bin, 'orssh'), `#!/bin/sh\nexec ${process.execPath} ${cli} "$@"\n`);
  for (const name of ['ssh', 'orssh']) await chmod(join(bin, name), 0o755);
  return {
    // Nothing that only some machines have.
    PATH: `${bin}:/usr/bin:/bin`,
    HOME: home,
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    LANG: 'C.UTF-8',
    SHELL: '/bin/sh',
  };
}

function names(
  folder: string,
  home: string,
  servers: readonly { name: string; home: string; sshd: RunningSshd }[],
  dead: readonly string[],
): (readonly [string, string])[] {
  const hosts = servers.flatMap(({ name, home: root, sshd }) => [
    [root, '/home/deploy'] as const,
    [`127.0.0.1:${sshd.port}`, `${name}.example.com:22`] as const,
    [`127.0.0.1, port ${sshd.port}`, `${name}.example.com, port 22`] as const,
    [`${sshd.user}@`, 'deploy@'] as const,
    [`${sshd.user}: `, 'deploy: '] as const,
    [`: ${sshd.user} may`, ': deploy may'] as const,
    ['127.0.0.1 is an address', `${name}.example.com is 192.0.2.17`] as const,
  ]);
  const gone = dead.map((name) => [`127.0.0.1:${noHost}`, `${name}.example.com:22`] as const);
  return [...hosts, ...gone, [join(folder, 'bin/ssh'), '/usr/bin/ssh'], [home, '/home/me']];
}
