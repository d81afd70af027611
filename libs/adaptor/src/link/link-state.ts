/** Times are milliseconds since 1970. */
export type LinkState =
  | { name: 'connecting' }
  | { name: 'connected'; since: number }
  /** `attempt` counts from 1; the one that is under way has its `retryAt` behind it. */
  | { name: 'reconnecting'; attempt: number; error: Error; retryAt: number }
  /** Never tried again by itself: what is wrong is not the network. */
  | { name: 'failed'; error: Error }
  | { name: 'closed' };
