import { Readable, Writable } from 'node:stream';

import type { ClientChannel } from 'ssh2';

import { pump, readAhead } from './channel-pump.js';
import { type Callback, ChannelSink } from './channel-sink.js';

/** The reading side of a channel: ssh2's own stream ends as if whole when the connection breaks, this one errors. */
export class ChannelReader extends Readable {
  readonly #source: Readable;

  constructor(source: Readable) {
    super({ highWaterMark: readAhead });
    this.#source = source;
    // Flows at once, so that the channel of a command that prints little closes though nobody reads.
    pump(source, this);
  }

  override _read(): void {
    this.#source.resume();
  }

  override _destroy(error: Error | null, callback: Callback): void {
    // What still comes is thrown away; without a reader the channel would never close.
    this.#source.resume();
    callback(error);
  }
}

/** The writing side of a channel: ssh2's own forgets the callback of a write when the other end has closed. */
export class ChannelWriter extends Writable {
  readonly #sink: ChannelSink;

  constructor(channel: ClientChannel) {
    super({ highWaterMark: readAhead });
    this.#sink = new ChannelSink(channel, () => this.destroy());
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: Callback): void {
    this.#sink.write(chunk, callback);
  }

  override _final(callback: Callback): void {
    this.#sink.end(callback);
  }

  override _destroy(error: Error | null, callback: Callback): void {
    // Half a channel may be given up alone: the other end sees the end of its input.
    this.#sink.end(() => {
      callback(error);
    });
  }
}
