import type { Socket } from 'node:net';

/** Above it nothing more is read from the socket. */
const unreadLimit = 256 * 1024;

/**
 * What a client sends, to be pulled. A client that ends its side counts as gone: no client of ours half-closes, and Bun tells of no
 * other sign while nothing can be written.
 */
export class SocketReader {
  private readonly going = new AbortController();
  private chunks: Buffer[] = [];
  private size = 0;
  private waiting: ((chunk: Buffer | undefined) => void) | undefined;

  constructor(private readonly socket: Socket) {
    socket.on('data', this.onData).on('end', this.onGone).on('error', this.onGone).on('close', this.onGone);
  }

  get gone(): AbortSignal {
    return this.going.signal;
  }

  /** The next bytes; undefined when there are no more. */
  read(): Promise<Buffer | undefined> {
    const chunk = this.chunks.shift();
    if (chunk) {
      this.size -= chunk.length;
      if (this.size <= unreadLimit / 4) this.socket.resume();
      return Promise.resolve(chunk);
    }
    if (this.gone.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }

  /** Gives back what was read too much. */
  unread(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.chunks.unshift(chunk);
    this.size += chunk.length;
  }

  /** Leaves the socket to another reader; returns what that one has to read first. */
  release(): Buffer {
    this.socket.pause();
    this.socket.off('data', this.onData);
    return Buffer.concat(this.chunks.splice(0));
  }

  private readonly onData = (chunk: Buffer): void => {
    const { waiting } = this;
    if (waiting) {
      this.waiting = undefined;
      waiting(chunk);
      return;
    }
    this.chunks.push(chunk);
    this.size += chunk.length;
    if (this.size > unreadLimit) this.socket.pause();
  };

  private readonly onGone = (): void => {
    if (this.gone.aborted) return;
    this.going.abort(new Error('the client has gone'));
    this.waiting?.(undefined);
    this.waiting = undefined;
  };
}
