import type { RegistryHost } from '../registry.js';
import type { Usage } from '../usage/usage.js';

/**
 * Which hosts are meant. `targets` are those hosts; `provider` and `labels` narrow them, or all hosts where there are no targets.
 * `all` is every host of the registry, also where there is no provider and no label to narrow them.
 */
export interface HostQuery {
  targets?: readonly string[];
  provider?: string;
  /** All of them have to fit. */
  labels?: readonly string[];
  all?: boolean;
}

/** What is known about hosts at this moment. */
export interface Availability {
  /** Who has the host, in words; undefined where it is free. */
  leased?: (host: RegistryHost) => string | undefined;
  usage?: Usage;
  /** Milliseconds since 1970; default: now. */
  now?: number;
}

export interface PickOptions extends Availability {
  /** From 0 to below 1, for the strategy `random`; default: `Math.random`. */
  random?: () => number;
}

export interface SelectedTarget {
  /** What to open: the host's id, or the target as it was typed. */
  readonly target: string;
  /** Absent where the target is for ssh_config. */
  readonly host?: RegistryHost;
  readonly why: string;
}

export interface Considered {
  readonly host: RegistryHost;
  readonly chosen: boolean;
  readonly why: string;
}

export interface Selection {
  readonly hosts: readonly SelectedTarget[];
  readonly considered: readonly Considered[];
}
