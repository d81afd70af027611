import { EventEmitter } from 'node:events';
import type { Duplex, Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

import type { Client, ClientChannel } from 'ssh2';

import { ChannelDuplex } from './channel-duplex.js';
import type {
  Connection,
  ConnectionState,
  ForwardTarget,
  HostKey,
  RemoteProcess,
  UploadOptions,
  UploadResult,
} from './connection.js';
import type { Destination } from './destination.js';
import { type ChannelRequest, openChannel } from './open-channel.js';
import {
  channelRefused,
  closedError,
  forwardRefused,
  isRefusedChannel,
  wasNotStarted,
  lostError,
} from './connection-errors.js';
import { Ssh2Process } from './ssh2-process.js';
import { upload } from './upload.js';

/** How long the server may take to end an orderly close before the socket is cut. */
const closeDeadlineMs = 2_000;
/** How long after the end of a command a refusal may be about its place, and when to ask again. */
const settlePeriodMs = 2_000;
const settleDelaysMs = [5, 25, 100, 300, 700];

interface Failable {
  fail(error: Error): void;
}

export interface Ssh2ConnectionOptions {
  destination: Destination;
  hostKey: HostKey;
  /** What carries the connection. */
  transport: Duplex;
  /** The hop before, ended together with this connection. */
  through?: Connection;
}

/** A {@link Connection} on an authenticated ssh2 client, which it owns from now on. */
export class Ssh2Connection implements Connection {
  readonly destination: Destination;
  readonly hostKey: HostKey;
  readonly #client: Client;
  readonly #live = new Set<Failable>();
  readonly #events = new EventEmitter();
  #state: ConnectionState = { name: 'connected' };
  #lastError: Error | undefined;
  #channelClosedAt = -Infinity;
  #received = 0;
  readonly #socketClosed: Promise<void>;
  // Cut by itself: ssh2's `destroy` does nothing once it has said goodbye.
  readonly #transport: Duplex;
  readonly #through: Connection | undefined;

  constructor(client: Client, { destination, hostKey, transport, through }: Ssh2ConnectionOptions) {
    this.#client = client;
    this.destination = destination;
    this.hostKey = hostKey;
    this.#transport = transport;
    this.#through = through;
    transport.on('data', (bytes: Buffer) => {
      this.#received += bytes.length;
    });
    client.on('error', (error) => {
      this.#lastError = error;
      this.#end(lostError(this.destination, error));
    });
    client.on('end', () => {
      this.#end(lostError(this.destination, this.#lastError));
    });
    this.#socketClosed = new Promise((resolve) => {
      client.once('close', () => {
        this.#end(lostError(this.destination, this.#lastError));
        resolve();
      });
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get received(): number {
    return this.#received;
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#events.on('state', listener);
    return () => this.#events.off('state', listener);
  }

  async exec(command: string, options: { signal?: AbortSignal } = {}): Promise<RemoteProcess> {
    const request: ChannelRequest<Ssh2Process> = {
      start: (callback) => this.#client.exec(command, callback),
      wrap: (channel) => new Ssh2Process(channel),
      refused: (cause) => channelRefused(this.destination, cause),
    };
    for (const waitMs of settleDelaysMs) {
      try {
        return await this.#open(request, options.signal);
      } catch (error) {
        if (!this.#maySettle(error)) throw error;
        await setTimeout(waitMs);
      }
    }
    return this.#open(request, options.signal);
  }

  async upload(source: Readable | Uint8Array, options: UploadOptions): Promise<UploadResult> {
    return upload(this, source, options);
  }

  async forward(to: ForwardTarget, { signal }: { signal?: AbortSignal } = {}): Promise<Duplex> {
    if ('port' in to) return this.forwardToHost('127.0.0.1', to.port, signal);
    const request: ChannelRequest<ForwardedStream> = {
      start: (callback) => this.#client.openssh_forwardOutStreamLocal(to.socketPath, callback),
      wrap: (channel) => new ForwardedStream(channel),
      refused: (cause) => forwardRefused(this.destination, to, cause),
    };
    return this.#open(request, signal);
  }

  /** Opens a stream to a host and port as the server sees them. */
  async forwardToHost(host: string, port: number, signal?: AbortSignal): Promise<Duplex> {
    const request: ChannelRequest<ForwardedStream> = {
      start: (callback) => this.#client.forwardOut('127.0.0.1', 0, host, port, callback),
      wrap: (channel) => new ForwardedStream(channel),
      refused: (cause) => forwardRefused(this.destination, { host, port }, cause),
    };
    return this.#open(request, signal);
  }

  async close(): Promise<void> {
    this.#end(closedError(this.destination), { name: 'closed', reason: 'requested' });
    this.#client.end();
    const patience = new AbortController();
    setTimeout(closeDeadlineMs, undefined, { signal: patience.signal }).then(
      () => this.#transport.destroy(),
      () => undefined,
    );
    await this.#socketClosed;
    patience.abort();
    await this.#through?.close();
  }

  async #open<T extends Failable>(request: ChannelRequest<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.#state.name !== 'connected') throw this.#whyClosed();
    const opening = openChannel(this.destination, signal, request, (opened, channel) => {
      this.#live.add(opened);
      channel.once('close', () => {
        this.#live.delete(opened);
        this.#channelClosedAt = performance.now();
      });
    });
    this.#live.add(opening);
    try {
      return await opening.opened;
    } finally {
      this.#live.delete(opening);
    }
  }

  /** A server frees the place of a session (MaxSessions) a moment after it has closed its channel. */
  #maySettle(error: unknown): boolean {
    if (this.#state.name !== 'connected') return false;
    if (wasNotStarted(error)) return true;
    // A command has often said all that is wanted of it before its channel is closed.
    const mayFreeItsPlace = this.#live.size > 0 || performance.now() - this.#channelClosedAt < settlePeriodMs;
    return isRefusedChannel(error) && mayFreeItsPlace;
  }

  #whyClosed(): Error {
    const state = this.#state;
    return state.name === 'closed' && state.reason === 'lost' ? state.error : closedError(this.destination);
  }

  #end(error: Error, state: ConnectionState = { name: 'closed', reason: 'lost', error }): void {
    if (this.#state.name === 'closed') return;
    this.#state = state;
    for (const one of [...this.#live]) one.fail(error);
    this.#live.clear();
    if (state.name === 'closed' && state.reason === 'lost') {
      this.#transport.destroy();
      void this.#through?.close();
    }
    this.#events.emit('state', state);
  }
}

class ForwardedStream extends ChannelDuplex implements Failable {
  constructor(channel: ClientChannel) {
    super(channel);
    this.on('error', () => undefined);
  }

  fail(error: Error): void {
    this.destroy(error);
  }
}
