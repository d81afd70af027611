import type { Writable } from 'node:stream';

import type { CommandExit } from '@orssh/protocol';

/** A piece of a command's output. The bytes may be kept: they are not reused. */
export interface CommandOutput {
  stream: 'stdout' | 'stderr';
  data: Uint8Array;
}

/** A command that runs on the host. It goes on when this object, or the connection, is gone; `kill` ends it. */
export interface RemoteCommand {
  readonly id: string;
  readonly pid: number;
  /** Why it is not held to what was approved; undefined when it is. */
  readonly loose?: string;
  /** To be read, once: unread output holds the stream back (not the command, up to what the stub keeps). */
  readonly output: AsyncIterable<CommandOutput>;
  /** Offset behind the output that was received so far: where `StubClient.attach` goes on after a broken stream. */
  readonly offset: number;
  /**
   * Bytes for the command's stdin; only with `stdin: 'pipe'`. `end()` closes it. A command that no longer reads makes it fail
   * with the code `EPIPE`.
   */
  readonly stdin: Writable;
  /** Signals the whole process group (`'SIGINT'`, default `'SIGTERM'`); with `graceMs` SIGKILL follows after that time. */
  kill(signal?: string, options?: { graceMs?: number }): Promise<void>;
  /** Resolves when the command has ended, its output being in `output`; rejects when the stream broke before. */
  readonly exit: Promise<CommandExit>;
  /** Stops following; the command goes on. `exit` rejects with `detached`. */
  detach(): void;
}
