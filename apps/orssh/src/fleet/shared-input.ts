import { fstatSync } from 'node:fs';

import { CliError } from '../cli-error.js';
import { exitCode } from '../exit-code.js';
import type { Input } from '../output/streams.js';

/** What is kept of an input for hosts that are behind, or have not begun. */
const mostKept = 16 * 1024 * 1024;

/**
 * Standard input for several hosts: each gets all of it, as fast as the slowest of them takes it. A host that begins later begins at
 * its start, so that all has to be kept until the last one has begun; an input too large for that is refused.
 */
export class SharedInput {
  readonly #limit: number;
  readonly #hosts: number;
  readonly #source: Input;
  /** What is kept, `#first` bytes of the source after its beginning. */
  #chunks: Buffer[] = [];
  #dropped = 0;
  #kept = 0;
  #joined = 0;
  #ended: { error?: Error } | undefined;
  /** The number of the next chunk of each host that reads. */
  readonly #positions = new Set<{ next: number }>();
  #changed = changeable();

  constructor(source: Input, hosts: number, limit = mostKept) {
    this.#source = source;
    this.#hosts = hosts;
    this.#limit = limit;
    source.on('data', (chunk: Buffer) => {
      this.#add(chunk);
    });
    source.once('end', () => {
      this.#end();
    });
    source.once('error', (error) => {
      this.#end(error);
    });
  }

  /** For a host whose turn has come. The input waits for it until {@link HostInput.close}; a host that fails closes it unread. */
  join(): HostInput {
    this.#joined += 1;
    const position = { next: 0 };
    this.#positions.add(position);
    const close = (): void => {
      if (this.#positions.delete(position)) this.#drop();
    };
    return { chunks: this.#read(position, close), close };
  }

  /** Nothing more is read. */
  stop(): void {
    this.#source.destroy();
    this.#end();
  }

  async *#read(position: { next: number }, close: () => void): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        const chunk = this.#chunks[position.next - this.#dropped];
        if (this.#ended?.error) throw this.#ended.error;
        if (chunk !== undefined) {
          yield chunk;
          position.next += 1;
          this.#drop();
        } else if (this.#ended) return;
        else await this.#changed.promise;
      }
    } finally {
      close();
    }
  }

  #add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#kept += chunk.length;
    this.#drop();
    if (this.#kept > this.#limit) {
      if (this.#joined < this.#hosts) {
        this.#source.destroy();
        this.#end(tooLarge(this.#limit));
      } else this.#source.pause();
    }
    this.#wake();
  }

  /** Forgets what every host has read, once all of them have begun. */
  #drop(): void {
    if (this.#joined < this.#hosts) return;
    const slowest = Math.min(
      this.#dropped + this.#chunks.length,
      ...[...this.#positions].map(({ next }) => next),
    );
    const gone = this.#chunks.splice(0, slowest - this.#dropped);
    this.#dropped = slowest;
    this.#kept -= gone.reduce((sum, { length }) => sum + length, 0);
    if (this.#kept <= this.#limit && this.#source.isPaused()) this.#source.resume();
  }

  #end(error?: Error): void {
    this.#ended ??= { error };
    this.#wake();
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = changeable();
  }
}

export interface HostInput {
  /** All of the input. Throws what made it end too early: nobody may take what came for the whole. */
  readonly chunks: AsyncIterable<Buffer>;
  close(): void;
}

/** Refuses a file that is too large before anything was started, where some hosts would have to wait for their turn. */
export function checkInputSize({ fd }: Input, limit = mostKept): void {
  if (fd === undefined) return;
  const stat = fstatSync(fd, { bigint: false });
  if (stat.isFile() && stat.size > limit) throw tooLarge(limit);
}

function tooLarge(limit: number): CliError {
  return new CliError({
    code: 'usage',
    message: `standard input is larger than the ${limit / 1024 / 1024} MB that are kept for hosts that wait for their turn`,
    remedy: 'let all hosts begin at once (--parallel), or put the data onto each host first',
    exitCode: exitCode.usage,
  });
}

function changeable(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
