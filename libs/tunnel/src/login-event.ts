import type { HostKey } from './connection.js';
import type { Destination } from './destination.js';
import type { HostKeyVerdict } from './host-key-verdict.js';

/** What a login showed on its way, for a person who wants to know why it works or does not. Text of the server is printable. */
export type LoginEvent = { destination: Destination } & (
  | { name: 'server'; software: string }
  | { name: 'host-key'; hostKey: HostKey; verdict: HostKeyVerdict }
  /** What the server would take, before anything was tried. */
  | { name: 'methods'; offered: string[] }
  /** `publickey ~/.ssh/id_ed25519`, and what became of it: `accepted`, `refused`, or why it was not tried. */
  | { name: 'attempt'; what: string; outcome: string }
);

export type LoginListener = (event: LoginEvent) => void;
