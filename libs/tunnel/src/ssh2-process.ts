import type { ClientChannel } from 'ssh2';

import { ChannelReader, ChannelWriter } from './channel-streams.js';
import type { RemoteExit, RemoteProcess } from './connection.js';
import { widenWindow } from './widen-window.js';

/** A command that runs on an ssh2 channel. */
export class Ssh2Process implements RemoteProcess {
  readonly stdin: ChannelWriter;
  readonly stdout: ChannelReader;
  readonly stderr: ChannelReader;
  readonly exit: Promise<RemoteExit>;
  readonly #channel: ClientChannel;
  #settle!: { resolve: (exit: RemoteExit) => void; reject: (error: Error) => void };
  #ended = false;

  /** Call in the callback that brings the channel: a later tick may miss its events. */
  constructor(channel: ClientChannel) {
    this.#channel = channel;
    this.stdin = new ChannelWriter(channel);
    this.stdout = new ChannelReader(channel);
    this.stderr = new ChannelReader(channel.stderr);
    widenWindow(channel);
    const ended: RemoteExit = { code: null, signal: null };
    channel.once('exit', (code: number | null, signal?: string) => {
      ended.code = code;
      ended.signal = signal?.replace(/^SIG/, '') ?? null;
    });
    this.exit = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    channel.once('close', () => {
      this.#ended = true;
      this.#settle.resolve(ended);
    });
    // Nobody has to listen: a broken connection must not end the program.
    this.exit.catch(() => undefined);
    for (const stream of [this.stdin, this.stdout, this.stderr]) stream.on('error', () => undefined);
  }

  signal(name: string): void {
    if (!this.#ended) sendSignal(this.#channel, name);
  }

  close(): void {
    // Not waited for: OpenSSH answers only when the command has ended.
    this.#settle.resolve({ code: null, signal: null });
    this.#channel.close();
    for (const stream of [this.stdin, this.stdout, this.stderr]) stream.destroy();
  }

  /** The connection broke: everything that waits fails with `error`. */
  fail(error: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#settle.reject(error);
    for (const stream of [this.stdin, this.stdout, this.stderr]) stream.destroy(error);
  }
}

/** ssh2's own `signal` does nothing once stdin has ended, where SSH allows it until the channel closes. */
function sendSignal(channel: ClientChannel, name: string): void {
  const { _client: client, outgoing } = channel as unknown as {
    _client?: { _protocol?: { signal?: (id: number, name: string) => void } };
    outgoing?: { id: number; state: string };
  };
  if (!client?._protocol?.signal || !outgoing) channel.signal(name);
  else if (outgoing.state === 'open' || outgoing.state === 'eof') client._protocol.signal(outgoing.id, name);
}
