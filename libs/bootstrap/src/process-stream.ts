import { Duplex } from 'node:stream';

import type { RemoteProcess } from '@orssh/tunnel';

/** A remote command's stdin and stdout as one stream; destroying it closes the channel. Its stderr is thrown away. */
export class ProcessStream extends Duplex {
  constructor(private readonly remote: RemoteProcess) {
    super();
    const { stdin, stdout, stderr } = remote;
    // Unread, it would fill the channel's window.
    stderr.resume();
    stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout.pause();
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
