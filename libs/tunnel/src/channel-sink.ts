import type { ClientChannel } from 'ssh2';

export type Callback = (error?: Error | null) => void;

/** Writes into a channel; a pending write fails when the channel closes. */
export class ChannelSink {
  readonly #channel: ClientChannel;
  #pending: Callback | undefined;
  #closed = false;
  #ended = false;

  constructor(channel: ClientChannel, onClose: () => void) {
    this.#channel = channel;
    channel.once('close', () => {
      this.#closed = true;
      this.#settle(brokenPipe());
      onClose();
    });
  }

  write(chunk: Buffer, callback: Callback): void {
    if (this.#closed || this.#ended) {
      callback(brokenPipe());
      return;
    }
    this.#pending = callback;
    this.#channel.write(chunk, (error) => {
      this.#settle(error);
    });
  }

  end(callback: Callback): void {
    if (!this.#ended && !this.#closed) this.#channel.end();
    this.#ended = true;
    callback();
  }

  #settle(error: Error | null | undefined): void {
    const callback = this.#pending;
    this.#pending = undefined;
    callback?.(error);
  }
}

function brokenPipe(): Error {
  return Object.assign(new Error('The other end has closed the channel.'), { code: 'EPIPE' });
}
