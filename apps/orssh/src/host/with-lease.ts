import type { RemoteHost } from '@orssh/adaptor';
import type { RegistryHost } from '@orssh/registry';

import type { Cli } from '../cli.js';
import { LeaseWatch } from '../exec/lease-watch.js';
import { escapeControl } from '../output/escape-control.js';
import { type LeaseOptions, leaseModeFor } from './lease-options.js';

export interface WithLease {
  cli: Cli;
  remote: RemoteHost;
  /** The registry's, where it has it. */
  host: RegistryHost | null | undefined;
  options: LeaseOptions;
  note: (text: string) => void;
}

/** Runs `work` under the lease that is wanted, if one is, and gives it back. Rejects with a `LeaseError` where it cannot be had. */
export async function withLease<Result>(
  { cli, remote, host, options, note }: WithLease,
  work: (watch?: LeaseWatch) => Promise<Result>,
): Promise<Result> {
  const mode = leaseModeFor(options, host);
  if (mode === 'none') return work();
  const { leaseHost, leaseKey } = await cli.libraries.leases();
  const watch = new LeaseWatch(note);
  const leased = await leaseHost(remote, {
    target: remote.destination.target,
    key: leaseKey(remote.destination),
    mode,
    workspace: 'orssh exec',
    steal: options.steal,
    stopCommands: options.steal ? (options.stopCommands ?? host?.settings.onSteal === 'stop') : undefined,
    ttlMs: host?.settings.leaseTtlMs,
    env: cli.env,
    signal: cli.interrupts.signal,
    onLost: watch.lost,
    onNotice: (message) => {
      note(`orssh: ${escapeControl(message)}`);
    },
  });
  try {
    return await work(watch);
  } finally {
    await leased.release();
  }
}
