import type { Arena } from './arena.js';

/** What has to hold an attempt: the stub's policy, Landlock, or the private mounts that come with it. */
export type Held = 'policy' | 'kernel' | 'mounts';

/** One way out, and how it is gone. */
export interface Attempt {
  name: string;
  /** By which door of the product. */
  way: string;
  held: Held;
  /** POSIX sh, as root on the host, before it. */
  prepare?: string;
  /** It can change nothing: what is outside is looked at after all of its kind that come one after the other. */
  reads?: boolean;
  /** Resolves with all that came back: the word of the host's secrets in it is success. */
  run: (arena: Arena) => Promise<string>;
}

/** Ways out by commands whose text is nowhere but on the host, run one after the other by few calls. */
export interface Scripts {
  way: string;
  scripts: readonly { name: string; held: Held; at: number }[];
  /** Runs `command` by the door of this way; resolves with all that came back. */
  run: (arena: Arena, command: string) => Promise<string>;
}

/** What came of one; `got` is "" for nothing. */
export interface Outcome {
  name: string;
  way: string;
  held: Held;
  got: string;
  /** It came to an end. */
  answered: boolean;
}
