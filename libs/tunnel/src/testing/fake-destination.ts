import type { Destination } from '../destination.js';

/** A destination that nothing is behind. */
export const fakeDestination: Destination = {
  target: 'fake-host',
  host: 'fake-host.invalid',
  port: 22,
  user: 'someone',
  identityFiles: [],
  identitiesOnly: false,
  certificateFiles: [],
  userKnownHostsFiles: [],
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
};
