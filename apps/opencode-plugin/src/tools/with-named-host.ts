import type { OpenHostOptions, RemoteHost } from '@orssh/adaptor';

import type { NamedHost } from './named-host.js';
import { pluginID } from '../plugin-id.js';

export interface WithNamedHostOptions {
  signal: AbortSignal;
  /** Worth telling a person; nothing has failed. */
  onNotice: (message: string) => void;
  env?: NodeJS.ProcessEnv;
}

/**
 * Opens the host for commands, under a lease where its configuration wants it for one alone, and closes it after `use`. Nobody is
 * there to be asked for a password or about a host key: both are errors.
 */
export async function withNamedHost<Result>(
  { target, host }: NamedHost,
  { signal, onNotice, env }: WithNamedHostOptions,
  use: (remote: RemoteHost) => Promise<Result>,
): Promise<Result> {
  const { openHost, leaseHost, leaseKey } = await import('@orssh/adaptor');
  const settings = host?.settings;
  const options: OpenHostOptions = {
    ssh: host?.ssh,
    installRoot: settings?.installRoot,
    idleTimeout: settings?.idleTimeout,
    timeoutMs: settings?.tunnel.connectTimeoutMs,
    answerTimeoutMs: settings?.tunnel.healthTimeoutMs,
    enforcement: settings?.enforcement,
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
      return await use(remote);
    } finally {
      await leased.release();
    }
  } finally {
    // The goodbye costs a round trip, and nobody needs the connection any more.
    void remote.close().catch(() => undefined);
  }
}
