import type { Pool } from 'undici';

let loading: Promise<typeof Pool> | undefined;

/** undici's Pool. Loading it takes longer than anything else here, so it can be begun while a connection is being made. */
export function loadPool(): Promise<typeof Pool> {
  loading ??= import('./undici-pool.js').then((module) => module.Pool);
  return loading;
}
