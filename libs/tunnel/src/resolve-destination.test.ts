import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { resolveDestination, type ResolveOptions } from './resolve-destination.js';
import type { Destination } from './destination.js';
import { containing } from './testing/matchers.js';

const home = userInfo().homedir;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orssh-config-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Resolves by a configuration of its own, never the one of this machine. */
async function resolve(target: string, config: string, options: ResolveOptions = {}): Promise<Destination> {
  const configFile = join(folder, 'config');
  writeFileSync(configFile, config);
  return resolveDestination(target, { configFile, ...options });
}

test('an alias gets what its configuration says', async () => {
  const destination = await resolve(
    'web',
    `Host web
       HostName web.corp
       Port 2222
       User deploy
       HostKeyAlias cluster
       IdentityFile ${folder}/id-%h-%r
       IdentitiesOnly yes
       IdentityAgent none
       StrictHostKeyChecking accept-new
       UserKnownHostsFile ~/.ssh/known_%h ${folder}/two
       ServerAliveInterval 7
       ConnectTimeout 3
       PreferredAuthentications publickey,password
       KbdInteractiveAuthentication no
       NumberOfPasswordPrompts 2
       BatchMode yes
       AddressFamily inet6
       BindAddress ::1`,
    { env: { ...process.env, SSH_AUTH_SOCK: '/agent' } },
  );
  expect(destination).toMatchObject({
    target: 'web',
    host: 'web.corp',
    port: 2222,
    user: 'deploy',
    hostKeyAlias: 'cluster',
    identitiesOnly: true,
    identityAgent: undefined,
    strictHostKeyChecking: 'accept-new',
    userKnownHostsFiles: [`${home}/.ssh/known_web.corp`, `${folder}/two`],
    serverAliveIntervalMs: 7_000,
    connectTimeoutMs: 3_000,
    preferredAuthentications: ['publickey', 'password'],
    keyboardInteractive: false,
    passwordPrompts: 2,
    batchMode: true,
    addressFamily: 6,
    bindAddress: '::1',
  });
});

test('what is typed beats the configuration', async () => {
  const destination = await resolve('me@web:24', 'Host web\n Port 23\n User other\n');
  expect(destination).toMatchObject({ host: 'web', port: 24, user: 'me' });
});

test('Include and Match are followed', async () => {
  writeFileSync(join(folder, 'more'), 'Match host web exec "true"\n  User included\n');
  expect(await resolve('web', `Include ${folder}/more\n`)).toMatchObject({ user: 'included' });
});

test('tokens and ~ in paths of keys are expanded, and missing default keys left out', async () => {
  writeFileSync(join(folder, 'id-web-me'), '');
  const config = `IdentityFile ${folder}/id-%h-%r\nIdentityFile ~/.ssh/of-nobody\n`;
  expect((await resolve('me@web', config)).identityFiles).toEqual([`${folder}/id-web-me`]);
});

test('the identity file that was asked for comes first, also when it is missing', async () => {
  const identityFile = join(folder, 'missing');
  expect((await resolve('web', '', { identityFile })).identityFiles[0]).toBe(identityFile);
});

test.each([
  ['', '/from-env'],
  ['IdentityAgent SSH_AUTH_SOCK', '/from-env'],
  ['IdentityAgent $OTHER', '/other'],
  ['IdentityAgent ~/agent', `${home}/agent`],
  ['IdentityAgent none', undefined],
])('the agent of %j is %j', async (config, expected) => {
  const env = { ...process.env, SSH_AUTH_SOCK: '/from-env', OTHER: '/other' };
  expect((await resolve('web', config, { env })).identityAgent).toBe(expected);
});

test('jump hosts are resolved, each by its own configuration', async () => {
  const config = `Host web
      ProxyJump me@one:2201,two
    Host two
      HostName two.corp
      ProxyCommand never used
    Host one
      ProxyJump zero
    Host zero
      User root`;
  const { proxyJump } = await resolve('web', config);
  expect(proxyJump.map(({ host, port, user }) => `${user}@${host}:${port}`)).toEqual([
    'root@zero:22',
    'me@one:2201',
    `${userInfo().username}@two.corp:22`,
  ]);
  expect(proxyJump.every((hop) => hop.proxyJump.length === 0 && hop.proxyCommand === undefined)).toBe(true);
});

test('ProxyJump none and ProxyCommand none mean a direct connection', async () => {
  const config = 'Host web\n ProxyJump none\nHost db\n ProxyCommand none\nHost *\n ProxyJump bastion\n';
  expect((await resolve('web', config)).proxyJump).toEqual([]);
  expect(await resolve('db', config)).toMatchObject({ proxyJump: [], proxyCommand: undefined });
});

test('jump hosts that lead in a circle are refused', async () => {
  const config = 'Host one\n ProxyJump two\nHost two\n ProxyJump one\n';
  await expect(resolve('one', config)).rejects.toMatchObject({ code: 'config', host: 'one' });
});

test('ProxyCommand keeps its tokens for later', async () => {
  expect(await resolve('web', 'ProxyCommand nc %h %p')).toMatchObject({ proxyCommand: 'nc %h %p' });
});

test('a certificate beside a key is noted as something that only OpenSSH can use', async () => {
  for (const name of ['id', 'id-cert.pub']) writeFileSync(join(folder, name), '');
  const { certificateFiles, onlyOpenSsh } = await resolve('web', `IdentityFile ${folder}/id`);
  expect(certificateFiles).toEqual([`${folder}/id-cert.pub`]);
  expect(onlyOpenSsh).toEqual([`the certificate ${folder}/id-cert.pub`]);
});

test('ways to log in that need OpenSSH are noted', async () => {
  const config = 'GSSAPIAuthentication yes\nPKCS11Provider /lib/token.so\n';
  expect((await resolve('web', config)).onlyOpenSsh).toEqual(['GSSAPIAuthentication', 'PKCS11Provider']);
});

test('a configuration that OpenSSH refuses is an error with its words', async () => {
  await expect(resolve('web', 'NoSuchOption yes')).rejects.toMatchObject({
    code: 'config',
    host: 'web',
    message: containing('nosuchoption'),
  });
});

test('without ssh the defaults of OpenSSH hold', async () => {
  const env = { PATH: folder, SSH_AUTH_SOCK: '/agent' };
  expect(await resolveDestination('me@web:2222', { env })).toMatchObject({
    host: 'web',
    port: 2222,
    user: 'me',
    identityAgent: '/agent',
    strictHostKeyChecking: 'ask',
    userKnownHostsFiles: [`${home}/.ssh/known_hosts`, `${home}/.ssh/known_hosts2`],
    proxyJump: [],
  });
});

test('a lookup that is cancelled says so', async () => {
  const signal = AbortSignal.abort();
  await expect(resolve('web', '', { signal })).rejects.toMatchObject({ code: 'cancelled' });
});

test('settings of a target win over its configuration, and the target keeps its name', async () => {
  const destination = await resolve(
    'gpu1',
    `Host gpu.corp
       User other
       Port 22
       ServerAliveInterval 7`,
    {
      ssh: {
        host: 'gpu.corp',
        user: 'me',
        port: 2222,
        identityFile: [`${folder}/missing key`],
        identitiesOnly: true,
        proxyJump: 'bastion.corp',
        hostKeyAlias: 'cluster',
        options: { ConnectTimeout: '3' },
      },
    },
  );
  expect(destination).toMatchObject({
    target: 'gpu1',
    host: 'gpu.corp',
    user: 'me',
    port: 2222,
    identitiesOnly: true,
    hostKeyAlias: 'cluster',
    connectTimeoutMs: 3_000,
    serverAliveIntervalMs: 7_000,
    proxyJump: [{ host: 'bastion.corp', port: 22 }],
  });
  expect(destination.identityFiles[0]).toBe(`${folder}/missing key`);
});

test('settings that need OpenSSH say so where there is none', async () => {
  const env = { PATH: '/nonexistent' };
  const ssh = { host: 'gpu.corp', proxyJump: 'bastion' };
  await expect(resolve('gpu1', '', { env, ssh })).rejects.toThrow(/ProxyJump/);
  expect(await resolve('gpu1', '', { env, ssh: { host: 'gpu.corp', user: 'me' } })).toMatchObject({
    target: 'gpu1',
    host: 'gpu.corp',
    user: 'me',
  });
});
