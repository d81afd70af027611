import { Duplex } from 'node:stream';

import type { RemoteProcess } from '@orssh/tunnel';

import { behindMark } from './behind-mark.js';

/** A remote command's stdin and stdout as one stream; destroying it closes the channel. Its stderr is thrown away. */
export class ProcessStream extends Duplex {
  /** What stdout brings before a line that is `mark` is the work of start-up files: it is left out. */
  constructor(
    private readonly remote: RemoteProcess,
    mark: string,
  ) {
    super();
    const { stdin, stdout, stderr } = remote;
    // Unread, it would fill the channel's window.
    stderr.resume();
    const behind = behindMark(mark);
    stdout.on('data', (chunk: Buffer) => {
      try {
        const rest = behind(chunk);
        if (rest && !this.push(rest)) stdout.pause();
      } catch (error) {
        this.destroy(error as Error);
      }
    });
    stdout.on('end', () => this.push(null));
    for (const stream of [stdin, stdout]) stream.on('error', (error) => this.destroy(error));
  }

  override _read(): void {
    this.remote.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.remote.stdin.write(chunk, done);
  }

  override _final(done: () => void): void {
    this.remote.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.remote.close();
    done(error);
  }
}
