import { existsSync } from 'node:fs';

import type { SshAnswer } from './ask-openssh.js';
import type { Destination } from './destination.js';
import { expandPath, type TokenValues } from './expand-tokens.js';

/** Turns OpenSSH's answer into a destination. `base` supplies what the answer leaves open. */
export function destinationFromAnswer(
  base: Destination,
  answer: SshAnswer,
  env: NodeJS.ProcessEnv,
): Destination {
  const one = (name: string): string | undefined => notNone(answer.get(name)?.[0]);
  const host = one('hostname') ?? base.host;
  const port = Number(one('port') ?? base.port);
  const user = one('user') ?? base.user;
  const hostKeyAlias = one('hostkeyalias');
  const proxyJump = one('proxyjump');
  const tokens: TokenValues = { typed: base.host, host, port, user, hostKeyAlias, proxyJump };
  const files = (name: string): string[] =>
    (answer.get(name) ?? []).filter((value) => value !== 'none').map((path) => expandPath(path, tokens, env));
  // `ssh -G` prints these expanded, several on a line and unquoted; all of them begin with /.
  const paths = (name: string): string[] => one(name)?.split(/ (?=\/)/) ?? [];

  const identityFiles = files('identityfile').filter((file) => existsSync(file));
  const besideKeys = identityFiles.map((file) => `${file}-cert.pub`).filter((file) => existsSync(file));
  const certificateFiles = [...files('certificatefile'), ...besideKeys];

  return {
    ...base,
    host,
    port,
    user,
    hostKeyAlias,
    identityFiles,
    identitiesOnly: one('identitiesonly') === 'yes',
    identityAgent: agentSocket(answer.get('identityagent')?.[0], tokens, env),
    certificateFiles,
    userKnownHostsFiles: paths('userknownhostsfile'),
    globalKnownHostsFiles: paths('globalknownhostsfile'),
    strictHostKeyChecking: strictness(one('stricthostkeychecking')),
    hashKnownHosts: one('hashknownhosts') === 'yes',
    proxyCommand: one('proxycommand'),
    connectTimeoutMs: seconds(one('connecttimeout')) ?? base.connectTimeoutMs,
    serverAliveIntervalMs: seconds(one('serveraliveinterval')) ?? base.serverAliveIntervalMs,
    serverAliveCountMax: Number(one('serveralivecountmax') ?? base.serverAliveCountMax),
    preferredAuthentications: one('preferredauthentications')?.split(',') ?? base.preferredAuthentications,
    passwordAuthentication: one('passwordauthentication') !== 'no',
    keyboardInteractive: one('kbdinteractiveauthentication') !== 'no',
    passwordPrompts: Number(one('numberofpasswordprompts') ?? base.passwordPrompts ?? 3),
    pubkeyAuthentication: !['no', 'false'].includes(one('pubkeyauthentication') ?? 'yes'),
    algorithms: {
      kex: list(one('kexalgorithms')),
      ciphers: list(one('ciphers')),
      macs: list(one('macs')),
      hostKeys: list(one('hostkeyalgorithms')),
    },
    addressFamily: ({ inet: 4, inet6: 6 } as const)[one('addressfamily') ?? ''],
    bindAddress: one('bindaddress'),
    batchMode: one('batchmode') === 'yes',
    onlyOpenSsh: onlyOpenSsh(one, certificateFiles),
  };
}

function notNone(value: string | undefined): string | undefined {
  return value === 'none' ? undefined : value;
}

function list(value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : value.split(',');
}

/** 0 and nothing both mean: not set. */
function seconds(value: string | undefined): number | undefined {
  const number = Number(value);
  return number > 0 ? number * 1000 : undefined;
}

function strictness(value: string | undefined): Destination['strictHostKeyChecking'] {
  if (value === 'true' || value === 'yes') return 'yes';
  if (value === 'false' || value === 'no' || value === 'off') return 'no';
  return value === 'accept-new' ? 'accept-new' : 'ask';
}

function agentSocket(
  value: string | undefined,
  tokens: TokenValues,
  env: NodeJS.ProcessEnv,
): string | undefined {
  if (value === 'none') return undefined;
  if (value === undefined || value === 'SSH_AUTH_SOCK') return env['SSH_AUTH_SOCK'] ?? undefined;
  if (value.startsWith('$') && !value.startsWith('${')) return env[value.slice(1)];
  return expandPath(value, tokens, env);
}

function onlyOpenSsh(one: (name: string) => string | undefined, certificates: string[]): string[] {
  const found: string[] = [];
  if (one('gssapiauthentication') === 'yes') found.push('GSSAPIAuthentication');
  if (one('hostbasedauthentication') === 'yes') found.push('HostbasedAuthentication');
  if (one('pkcs11provider') !== undefined) found.push('PKCS11Provider');
  if (certificates.length > 0) found.push(`the certificate ${certificates.join(', ')}`);
  return found;
}
