import type { OpenHostOptions, StubClient } from '@orssh/adaptor';
import type { RegistryHost } from '@orssh/registry';

import type { NamedHost } from './named-host.js';
import { pluginID } from '../plugin-id.js';

export interface WithNamedHostOptions {
  signal: AbortSignal;
  /** Gives the client of a workspace that is open there. */
  borrow: (host: { target: string; host?: RegistryHost }) => Promise<StubClient | undefined>;
  /** Worth telling a person; nothing has failed. */
  onNotice: (message: string) => void;
  env?: NodeJS.ProcessEnv;
}

/**
 * The host that a workspace has open; or else opens it for commands, under a lease where its configuration wants it for one alone,
 * and closes it after `use`. Nobody is there to be asked for a password or about a host key: both are errors.
 */
export async function withNamedHost<Result>(
  { target, host }: NamedHost,
  { signal, borrow, onNotice, env }: WithNamedHostOptions,
  use: (stub: StubClient) => Promise<Result>,
): Promise<Result> {
  const borrowed = await borrow({ target: host?.id ?? target, host });
  if (borrowed) return use(borrowed);
  const { openHost, leaseHost, leaseKey } = await import('@orssh/adaptor');
  const settings = host?.settings;
  const options: OpenHostOptions = {
    ssh: host?.ssh,
    installRoot: settings?.installRoot,
    idleTimeout: settings?.idleTimeout,
    timeoutMs: settings?.tunnel.connectTimeoutMs,
    answerTimeoutMs: settings?.tunnel.healthTimeoutMs,
    terms: settings,
    onProgress: (event) => {
      if (event.step === 'notice') onNotice(event.message);
    },
    signal,
    env,
  };
  const remote = await openHost(target, options);
  try {
    const leased = await leaseHost(remote, {
      target: remote.destination.target,
      key: leaseKey(remote.destination),
      mode: settings?.leaseMode === 'exclusive' ? 'exclusive' : 'none',
      workspace: `${pluginID}: remote_exec`,
      ttlMs: settings?.leaseTtlMs,
      ...{ signal, onNotice, env },
    });
    try {
      return await use(remote.stub);
    } finally {
      await leased.release();
    }
  } finally {
    // The goodbye costs a round trip, and nobody needs the connection any more.
    void remote.close().catch(() => undefined);
  }
}
