import { Duplex } from 'node:stream';

import type { ClientChannel } from 'ssh2';

import { pump, readAhead } from './channel-pump.js';
import { type Callback, ChannelSink } from './channel-sink.js';
import { widenWindow } from './widen-window.js';

/** A forwarded connection, with the manners of a `net.Socket` that HTTP clients expect. */
export class ChannelDuplex extends Duplex {
  readonly #channel: ClientChannel;
  readonly #sink: ChannelSink;

  constructor(channel: ClientChannel) {
    super({ highWaterMark: readAhead });
    this.#channel = channel;
    this.#sink = new ChannelSink(channel, () => {
      this.#onClose();
    });
    pump(channel, this);
    widenWindow(channel);
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: Callback): void {
    this.#sink.write(chunk, callback);
  }

  /** HTTP writes a chunk in parts (its length, its bytes): together they are one packet and not several. */
  override _writev(parts: { chunk: Buffer }[], callback: Callback): void {
    this.#sink.write(Buffer.concat(parts.map(({ chunk }) => chunk)), callback);
  }

  override _final(callback: Callback): void {
    this.#sink.end(callback);
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#channel.close();
    this.#channel.resume();
    callback(error);
  }

  /** What was read ahead is still to be delivered: only the writing side ends. */
  #onClose(): void {
    if (this.readableEnded) this.destroy();
    else this.once('end', () => this.destroy());
  }
}
