import { join } from 'node:path';

import { stateFolder } from '../find/folders.js';
import type { Pick } from '../select/pick-host.js';
import { readJson } from '../state/read-json.js';
import { readUsage, withEntries } from './stored-usage.js';
import type { HostUsage, Usage } from './usage.js';

/** What strategies and "failed lately" need to know, across runs and processes. */
export interface UsageStore {
  read(): Promise<Usage>;
  /** The host was reached: earlier failures of it are over. */
  used(hostId: string): Promise<void>;
  /** The host was not reached; `failure` says why in a few words. */
  failed(hostId: string, failure?: string): Promise<void>;
  /** Forgets hosts. */
  forget(hostIds: readonly string[]): Promise<void>;
  /**
   * Picks and remembers what was picked, as one step: of processes that pick at once each gets its own turn. `choose` is called
   * once, with the newest usage.
   */
  pick(choose: (usage: Usage) => Pick): Promise<Pick>;
}

export interface UsageStoreOptions {
  env?: NodeJS.ProcessEnv;
  /** Milliseconds since 1970; default: the clock. */
  now?: () => number;
}

/** One 0600 file in the state folder; of changes by several processes at once none is lost. */
export function usageInFiles({ env = process.env, now = Date.now }: UsageStoreOptions = {}): UsageStore {
  const file = join(stateFolder(env), 'usage.json');
  const update = async (change: (usage: Usage) => Usage): Promise<void> => {
    const { updateJsonFile } = await import('../state/update-json-file.js');
    await updateJsonFile(file, (stored) => change(readUsage(stored)));
  };
  const entry = (hostId: string, of: (before: HostUsage) => HostUsage) =>
    update((usage) => withEntries(usage, { [hostId]: of(usage.hosts[hostId] ?? {}) }));
  return {
    async read() {
      return readUsage(await readJson(file));
    },
    used: (hostId) => entry(hostId, () => ({ usedAt: now() })),
    failed: (hostId, failure) =>
      entry(hostId, ({ usedAt }) => ({
        ...(usedAt !== undefined && { usedAt }),
        failedAt: now(),
        ...shortened(failure),
      })),
    forget: (hostIds) =>
      update(({ hosts, cursors }) => ({
        hosts: Object.fromEntries(Object.entries(hosts).filter(([id]) => !hostIds.includes(id))),
        cursors,
      })),
    async pick(choose) {
      let picked: Pick | undefined;
      await update((usage) => {
        picked = choose(usage);
        const { host } = picked;
        if (!host) return usage;
        const before = usage.hosts[host.id] ?? {};
        return withEntries(usage, { [host.id]: { ...before, usedAt: now() } }, { [host.provider]: host.id });
      });
      if (!picked) throw new Error('nothing was picked');
      return picked;
    },
  };
}

const longestFailure = 200;

function shortened(failure: string | undefined): { failure?: string } {
  return failure === undefined ? {} : { failure: failure.slice(0, longestFailure) };
}
