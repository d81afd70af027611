/** How one host of several is chosen. */
export const strategies = ['first_available', 'round_robin', 'least_recently_used', 'random'] as const;
export type Strategy = (typeof strategies)[number];

/** `none`: no lease is taken, and an exclusive one of somebody else still counts. */
export const leaseModes = ['shared', 'exclusive', 'none'] as const;
export type LeaseMode = (typeof leaseModes)[number];

/** Where a configuration came from; later ones add to earlier ones. `given`: by `--config`. `options`: of the plugin in opencode.json. */
export type ConfigRole = 'user' | 'options' | 'project' | 'given';

export interface ConfigFile {
  readonly path: string;
  readonly role: ConfigRole;
}

/** How to reach a host, in OpenSSH's terms; ssh_config decides what is absent. */
export interface HostSsh {
  /** A name or address, or an alias of ssh_config. */
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
  readonly identityFile?: readonly string[];
  readonly identitiesOnly?: boolean;
  readonly proxyJump?: string;
  readonly proxyCommand?: string;
  readonly hostKeyAlias?: string;
  /** Further options of ssh_config by their names there. */
  readonly options?: Readonly<Record<string, string>>;
}

/** Settings of a host after the defaults, its provider and the host itself have had their say. */
export interface HostSettings {
  readonly installRoot?: string;
  /** As Go writes durations: `30m`, `0` for never. */
  readonly idleTimeout?: string;
  readonly leaseMode: LeaseMode;
  /** For which the host is kept for a holder that it does not hear from; absent: a minute. */
  readonly leaseTtlMs?: number;
  /** What becomes of a lease holder's commands when its lease is stolen. */
  readonly onSteal: 'keep' | 'stop';
  readonly enforcement: 'required' | 'best-effort' | 'off';
  /** What commands reach of the network; absent: all of it. */
  readonly network?: 'full' | 'loopback' | 'none';
  /** Of the host's user, all together; absent: no limit. */
  readonly maxProcesses?: number;
  /** Address space of each process of a command; absent: no limit. */
  readonly maxMemoryBytes?: number;
  /** What a command may print, both streams together; absent: no limit. */
  readonly maxOutputBytes?: number;
  /** Patterns of commands that are refused: of all levels together. */
  readonly deny?: readonly string[];
  readonly agent: 'local' | 'none';
  /** Without a request and without a session that works, a workspace's agent host ends after so long; absent: 10 minutes. */
  readonly agentIdleMs?: number;
  /** Folder on the host that a workspace starts in. */
  readonly directory?: string;
  readonly tunnel: {
    /** For the connection, each hop. */
    readonly connectTimeoutMs?: number;
    /** For a first answer of the stub. */
    readonly healthTimeoutMs?: number;
  };
}

export interface RegistryHost {
  /** `provider/name`: unique. */
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly aliases: readonly string[];
  /** Its own and its provider's: `gpu`, `env=prod`. */
  readonly labels: readonly string[];
  readonly ssh: HostSsh;
  readonly settings: HostSettings;
  readonly file: ConfigFile;
}

export interface RegistryProvider {
  readonly name: string;
  readonly strategy: Strategy;
  readonly labels: readonly string[];
  readonly hosts: readonly RegistryHost[];
}

/** All configuration files together. */
export interface Registry {
  /** In the order in which they were read. */
  readonly files: readonly ConfigFile[];
  /** Worth telling a person; nothing has failed. */
  readonly notices: readonly string[];
  readonly providers: readonly RegistryProvider[];
  readonly hosts: readonly RegistryHost[];
  /** For targets that no provider lists. */
  readonly defaults: HostSettings;
}
