import type { ParsedKey } from 'ssh2';

/** A key that may log in. `label` names it for people: `~/.ssh/id_ed25519`, `agent key me@laptop`. */
export type Identity =
  | { kind: 'file'; label: string; key: ParsedKey }
  | { kind: 'encrypted'; label: string; file: string; text: string; publicKey?: ParsedKey }
  | { kind: 'agent'; label: string; publicKey: ParsedKey; socket: string }
  | { kind: 'skipped'; label: string; why: SkipReason };

export interface SkipReason {
  code: 'key_unreadable' | 'key_passphrase' | 'unsupported';
  text: string;
}
