import { readFile } from 'node:fs/promises';

import { hasEnded, type ProcessIdentity, systemProcesses, tryLock } from '@orssh/lease';
import * as z from 'zod/mini';

const identitySchema = z.object({
  pid: z.int().check(z.minimum(2)),
  startTime: z.string(),
  bootID: z.string(),
  pidNamespace: z.optional(z.string()),
});

/** Whose an agent host is. */
const recordSchema = z.object({
  v: z.literal(1),
  owner: z.optional(identitySchema),
  /** Tells two owners in one process apart. */
  nonce: z.optional(z.string()),
  /** The process in front of the agent host, which leads its group. */
  agent: z.optional(identitySchema),
  endpoint: z.optional(z.object({ origin: z.string(), authorization: z.string() })),
});

export type OwnerRecord = z.infer<typeof recordSchema>;

const free: OwnerRecord = { v: 1 };
const lockWaitMs = 10_000;
const endWaitMs = 5_000;

/**
 * The 0600 file that says whose the agent host of a workspace is: two of them on one folder would write the same sessions. It is
 * changed under a lock, and whoever is written there and has ended does not count.
 */
export class OwnerFile {
  constructor(
    private readonly path: string,
    private readonly nonce: string,
  ) {}

  async read(): Promise<OwnerRecord> {
    try {
      return recordSchema.safeParse(JSON.parse(await readFile(this.path, 'utf8'))).data ?? free;
    } catch {
      return free;
    }
  }

  /** Undefined when it is this one's from now on; else the record of another that lives, as far as can be seen. */
  async take(): Promise<OwnerRecord | undefined> {
    let other: OwnerRecord | undefined;
    await this.change((record) => {
      other = this.isOthers(record) ? record : undefined;
      return other
        ? undefined
        : { ...record, endpoint: undefined, owner: systemProcesses().self(), nonce: this.nonce };
    });
    if (other === undefined) await this.endStale();
    return other;
  }

  /** False when it is another's meanwhile. */
  async write(what: Pick<OwnerRecord, 'agent' | 'endpoint'>): Promise<boolean> {
    let mine = false;
    await this.change((record) => {
      mine = record.nonce === this.nonce;
      return mine ? { ...record, ...what } : undefined;
    });
    return mine;
  }

  async release(): Promise<void> {
    await this.change((record) => (record.nonce === this.nonce ? free : undefined));
  }

  /** Ends the agent host that is written there, whosever it is. */
  async endStale(): Promise<void> {
    const { agent } = await this.read();
    if (!agent || !runs(agent)) return;
    signalGroup(agent.pid, 'SIGTERM');
    const until = Date.now() + endWaitMs;
    while (runs(agent)) {
      if (Date.now() > until) signalGroup(agent.pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // What has lost the process in front of it ends a moment later: nothing of the group may write any more.
    signalGroup(agent.pid, 'SIGKILL');
  }

  private isOthers({ owner, nonce }: OwnerRecord): boolean {
    if (!owner || nonce === this.nonce) return false;
    return !hasEnded(systemProcesses().fate(owner));
  }

  /** `change` is given what is there, and returns what is to be there, or undefined. */
  private async change(change: (record: OwnerRecord) => OwnerRecord | undefined): Promise<void> {
    const until = Date.now() + lockWaitMs;
    for (;;) {
      const lock = tryLock(this.path);
      if (lock) {
        try {
          const next = change(await this.read());
          if (next === undefined || lock.replace(JSON.stringify(next))) return;
        } finally {
          lock.release();
        }
      }
      if (Date.now() > until) throw new Error(`other processes kept ${this.path} locked`);
      await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 25));
    }
  }
}

function runs(identity: ProcessIdentity): boolean {
  return systemProcesses().fate(identity) === 'alive';
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nothing of it runs.
  }
}
