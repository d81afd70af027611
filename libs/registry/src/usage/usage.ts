/** When hosts were used, and where round robin stands; times in milliseconds since 1970. */
export interface Usage {
  /** By the host's id. */
  readonly hosts: Readonly<Record<string, HostUsage>>;
  /** By provider: id of the host that was picked last. */
  readonly cursors: Readonly<Record<string, string>>;
}

export interface HostUsage {
  readonly usedAt?: number;
  readonly failedAt?: number;
  /** What failed, in a few words. */
  readonly failure?: string;
}

export const noUsage: Usage = { hosts: {}, cursors: {} };
