import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

import type { Destination } from './destination.js';
import type { ParsedTarget } from './parse-target.js';

/** Seconds of silence after which ours asks the server for a sign of life, where the configuration says nothing. */
export const defaultServerAliveIntervalMs = 15_000;
export const defaultConnectTimeoutMs = 20_000;
const identityNames = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/** What OpenSSH would do without any configuration; for machines that have no `ssh` to ask. */
export function defaultDestination(
  target: string,
  parsed: ParsedTarget,
  env: NodeJS.ProcessEnv,
): Destination {
  const { username, homedir } = userInfo();
  const folder = join(homedir, '.ssh');
  return {
    target,
    host: parsed.host,
    port: parsed.port ?? 22,
    user: parsed.user ?? username,
    identityFiles: identityNames.map((name) => join(folder, name)).filter((file) => existsSync(file)),
    identitiesOnly: false,
    identityAgent: env['SSH_AUTH_SOCK'],
    certificateFiles: [],
    userKnownHostsFiles: [join(folder, 'known_hosts'), join(folder, 'known_hosts2')],
    globalKnownHostsFiles: ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
    strictHostKeyChecking: 'ask',
    hashKnownHosts: false,
    proxyJump: [],
    connectTimeoutMs: defaultConnectTimeoutMs,
    serverAliveIntervalMs: defaultServerAliveIntervalMs,
    serverAliveCountMax: 3,
    preferredAuthentications: ['publickey', 'keyboard-interactive', 'password'],
    passwordAuthentication: true,
    keyboardInteractive: true,
    pubkeyAuthentication: true,
  };
}
