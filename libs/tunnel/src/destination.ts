/** Algorithms that OpenSSH's configuration allows; one that is not listed is never offered. */
export interface AllowedAlgorithms {
  kex: string[];
  ciphers: string[];
  macs: string[];
  hostKeys: string[];
}

/** An SSH destination with everything that OpenSSH's configuration says of it, resolved. */
export interface Destination {
  /** What the person typed: an ssh_config alias, or `user@host[:port]`. */
  target: string;
  host: string;
  port: number;
  user: string;
  /** Name under which the host key is looked up (`HostKeyAlias`), default `host`. */
  hostKeyAlias?: string;
  identityFiles: string[];
  identitiesOnly: boolean;
  /** Path of the agent's socket; absent: no agent. */
  identityAgent?: string;
  certificateFiles: string[];
  userKnownHostsFiles: string[];
  globalKnownHostsFiles: string[];
  strictHostKeyChecking: 'yes' | 'no' | 'ask' | 'accept-new';
  hashKnownHosts: boolean;
  /** First to last hop; each is resolved by itself. */
  proxyJump: Destination[];
  /** As configured, tokens not yet expanded; run by the user's shell. */
  proxyCommand?: string;
  connectTimeoutMs: number;
  serverAliveIntervalMs: number;
  serverAliveCountMax: number;
  preferredAuthentications: string[];
  passwordAuthentication: boolean;
  keyboardInteractive: boolean;
  /** How often a person may try (`NumberOfPasswordPrompts`); absent: 3. */
  passwordPrompts?: number;
  pubkeyAuthentication: boolean;
  /** Absent: this package's defaults. */
  algorithms?: AllowedAlgorithms;
  /** `AddressFamily inet` (4) or `inet6` (6); absent: any. */
  addressFamily?: 4 | 6;
  /** Local address to connect from (`BindAddress`). */
  bindAddress?: string;
  /** `BatchMode yes`: nobody is ever asked. */
  batchMode?: boolean;
  /** Ways to log in that are configured and that only OpenSSH can do, as its option names. */
  onlyOpenSsh?: string[];
}
