import type { Pool as PoolType } from 'undici';
// undici's index loads all of it (fetch, WebSocket, caches: 60 ms); the pool alone takes a third, and this is on the way to the
// first command. It also keeps Bun from putting its own stand-in for "undici" here, which has no custom connectors.
// @ts-expect-error -- only the index has types
import PoolClass from 'undici/lib/dispatcher/pool.js';

export const Pool = PoolClass as typeof PoolType;
