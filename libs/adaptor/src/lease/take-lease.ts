import {
  type HeldLease,
  type HeldLocalLease,
  holdLease,
  LeaseError,
  leaseID,
  type LeaseMode,
  localLeases,
  machineID,
} from '@orssh/lease';

import { hearLosses } from './hear-losses.js';
import type { LeasableHost, LeasedHost, LeaseHostOptions } from './lease-host.js';
import { leaseHolder } from './lease-holder.js';
import { leaseServer } from './lease-server.js';

const defaultTtlMs = 60_000;

export type TakeLeaseOptions = LeaseHostOptions & { mode: LeaseMode };

/** {@link leaseHost} for the modes in which there is a lease. */
export async function takeLease<H extends LeasableHost>(
  host: H | (() => Promise<H>),
  options: TakeLeaseOptions,
): Promise<LeasedHost<H>> {
  const { key, target, mode, workspace, steal, env = process.env, onNotice } = options;
  const id = leaseID();
  const locals = localLeases({ env, onNotice });
  const local = await locals.acquire({ host: key, target, mode, workspace, steal, stubLease: id });
  let opened: H | undefined;
  let asked = false;
  try {
    opened = typeof host === 'function' ? await host() : host;
    options.signal?.throwIfAborted();
    asked = true;
    const held = await askStub(opened, { id, local, options });
    await local.forgetOrphans(local.orphans).catch(() => undefined);
    return attached(opened, { local, held, options });
  } catch (error) {
    // What the stub may have granted all the same is replaced by the next lease of this machine.
    const orphan = asked && !(error instanceof LeaseError && error.code !== 'unanswered');
    await local.release({ orphan }).catch(() => undefined);
    if (typeof host === 'function') await opened?.close?.().catch(() => undefined);
    throw error;
  }
}

function askStub(
  { stub }: LeasableHost,
  { id, local, options }: { id: string; local: HeldLocalLease; options: TakeLeaseOptions },
): Promise<HeldLease> {
  const { target, mode, workspace, steal, stopCommands, ttlMs = defaultTtlMs } = options;
  const { env = process.env, signal, onLost } = options;
  return holdLease({
    server: leaseServer(stub, target),
    request: {
      ...{ id, mode, ttlMs, steal },
      holder: leaseHolder(workspace, machineID({ env }), env),
      replaces: [...local.orphans],
      stopCommands: steal ? stopCommands : undefined,
    },
    host: target,
    signal,
    onLost,
  });
}

function attached<H extends LeasableHost>(
  host: H,
  { local, held, options }: { local: HeldLocalLease; held: HeldLease; options: TakeLeaseOptions },
): LeasedHost<H> {
  let { stub } = host;
  let listening = new AbortController();
  const attach = (): void => {
    listening = new AbortController();
    // Before the lease is used: a stream that is open for long says nothing of its holder being alive.
    if (options.listen ?? true) void hearLosses(stub, held, listening.signal);
    stub.useLease(held.id, {
      onLeaseLost: () => void held.refuted(),
      onRequest: () => {
        const sentAt = held.now();
        return () => {
          held.touched(sentAt);
        };
      },
    });
  };
  attach();
  return {
    ...{ host, mode: options.mode, local, held },
    async reattach(again) {
      listening.abort();
      stub = again.stub;
      attach();
      await held.reattach(leaseServer(stub, options.target));
    },
    async release() {
      listening.abort();
      const heard = await held.release();
      stub.useLease(undefined);
      await local.release({ orphan: !heard });
    },
  };
}
