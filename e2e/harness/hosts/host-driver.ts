import type { Profile } from '../profile.js';
import type { RunResult } from '../run.js';

export interface Address {
  host: string;
  port: number;
}

/** A running SSH host that a test has for itself. */
export interface TestHost {
  readonly profile: Profile;
  /** Where this machine reaches it. */
  readonly address: Address;
  /** Where other hosts of the same driver reach it. */
  readonly inner: Address;
  readonly user: string;
  /** `ssh-ed25519 AAAA…`, its only host key. */
  readonly hostKey: string;
  /** Private key that logs in. */
  readonly identityFile: string;
  /** Runs POSIX sh as root on the host, not through SSH. */
  admin(script: string, timeoutMs?: number): Promise<RunResult>;
  /** What its SSH server has logged so far. */
  log(): Promise<string>;
  /** Ends the host with everything that runs on it. */
  stop(): Promise<void>;
}

export type DriverName = 'process' | 'containers';

export interface HostDriver {
  readonly name: DriverName;
  /** Why a host of this profile cannot be had here, or undefined. Decided before tests are collected. */
  missing(profile: Profile): string | undefined;
  start(profile: Profile): Promise<TestHost>;
}
