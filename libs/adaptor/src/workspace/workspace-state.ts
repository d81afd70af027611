/** How an open workspace does. `since` is in milliseconds since 1970. */
export type WorkspaceState = { since: number } & (
  { name: 'connecting' | 'connected' } | { name: 'reconnecting' | 'lost' | 'failed'; error: Error }
);
