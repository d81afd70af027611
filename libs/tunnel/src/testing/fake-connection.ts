import { EventEmitter } from 'node:events';
import { Duplex, type Readable } from 'node:stream';

import { cancelledError, closedError, forwardRefused, lostError } from '../connection-errors.js';
import type {
  Connection,
  ConnectionState,
  ForwardTarget,
  HostKey,
  RemoteExit,
  RemoteProcess,
  UploadOptions,
  UploadResult,
} from '../connection.js';
import type { Destination } from '../destination.js';
import { upload } from '../upload.js';
import { fakeDestination } from './fake-destination.js';
import { FakeProcess, type HostProcess } from './fake-process.js';

/** Plays the host for one command. What it returns is how the command ended; a number is the exit code. */
export type ExecHandler = (
  process: HostProcess,
) => number | RemoteExit | Promise<number | RemoteExit> | undefined;
/** Plays what listens on the host; `stream` is its side of the connection. */
export type ForwardHandler = (stream: Duplex) => void;
/** Plays the host for an upload that has arrived whole. */
export type UploadHandler = (bytes: Buffer, options: UploadOptions) => UploadResult | Promise<UploadResult>;

/** A whole connection without a network: what is not scripted is refused as a host would. */
export class FakeConnection implements Connection {
  readonly destination: Destination;
  readonly hostKey: HostKey;
  /** Every command that was run, in order. */
  readonly commands: string[] = [];
  /** What it says to have received. */
  received = 0;
  #state: ConnectionState = { name: 'connected' };
  readonly #events = new EventEmitter();
  readonly #exec: { matches: (command: string) => boolean; handler: ExecHandler }[] = [];
  #forward: ((to: ForwardTarget) => ForwardHandler | undefined) | undefined;
  #upload: UploadHandler | undefined;
  readonly #live = new Set<{ fail(error: Error): void }>();

  constructor(destination: Partial<Destination> = {}, hostKey: Partial<HostKey> = {}) {
    this.destination = { ...fakeDestination, ...destination };
    this.hostKey = { type: 'ssh-ed25519', fingerprint: 'SHA256:fake', ...hostKey };
  }

  /** Scripts the commands that are `command`, or match it; the first script that matches plays. */
  onExec(command: string | RegExp, handler: ExecHandler): this {
    const matches = (given: string): boolean =>
      typeof command === 'string' ? given === command : command.test(given);
    this.#exec.push({ matches, handler });
    return this;
  }

  /** Scripts what listens on the host; undefined: nobody does. */
  onForward(find: (to: ForwardTarget) => ForwardHandler | undefined): this {
    this.#forward = find;
    return this;
  }

  /** Scripts uploads; without it they run as a command, as on a real host. */
  onUpload(handler: UploadHandler): this {
    this.#upload = handler;
    return this;
  }

  /** The network breaks: everything that waits fails, the connection is lost for good. */
  simulateDisconnect(cause?: Error): void {
    const error = lostError(this.destination, cause);
    this.#end({ name: 'closed', reason: 'lost', error }, error);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#events.on('state', listener);
    return () => this.#events.off('state', listener);
  }

  async exec(command: string, { signal }: { signal?: AbortSignal } = {}): Promise<RemoteProcess> {
    await this.#ready(signal);
    this.commands.push(command);
    const script = this.#exec.find(({ matches }) => matches(command));
    const process = new FakeProcess(command, script?.handler);
    this.#live.add(process);
    const done = (): unknown => this.#live.delete(process);
    process.exit.then(done, done);
    return process;
  }

  async upload(source: Readable | Uint8Array, options: UploadOptions): Promise<UploadResult> {
    if (!this.#upload) return upload(this, source, options);
    await this.#ready(options.signal);
    const chunks: Uint8Array[] = [];
    let sent = 0;
    for await (const chunk of source instanceof Uint8Array ? [source] : source) {
      await this.#ready(options.signal);
      chunks.push(chunk as Uint8Array);
      sent += (chunk as Uint8Array).byteLength;
      options.onProgress?.(sent);
    }
    return this.#upload(Buffer.concat(chunks), options);
  }

  async forward(to: ForwardTarget, { signal }: { signal?: AbortSignal } = {}): Promise<Duplex> {
    await this.#ready(signal);
    const handler = this.#forward?.(to);
    if (!handler) throw forwardRefused(this.destination, to, { reason: 2 });
    const { near, far } = streamPair();
    const live = { fail: (error: Error) => near.destroy(error) };
    this.#live.add(live);
    near.once('close', () => this.#live.delete(live));
    handler(far);
    return near;
  }

  async close(): Promise<void> {
    await Promise.resolve();
    this.#end({ name: 'closed', reason: 'requested' }, closedError(this.destination));
  }

  /** In a later tick, as with a network. */
  async #ready(signal: AbortSignal | undefined): Promise<void> {
    await Promise.resolve();
    if (signal?.aborted) throw cancelledError(this.destination, signal.reason);
    if (this.#state.name !== 'closed') return;
    throw this.#state.reason === 'lost' ? this.#state.error : closedError(this.destination);
  }

  #end(state: ConnectionState, error: Error): void {
    if (this.#state.name === 'closed') return;
    this.#state = state;
    for (const one of [...this.#live]) one.fail(error);
    this.#live.clear();
    this.#events.emit('state', state);
  }
}

/** Two ends of one connection. */
function streamPair(): { near: Duplex; far: Duplex } {
  const [near, far] = [new PairedStream(), new PairedStream()];
  near.join(far);
  far.join(near);
  for (const end of [near, far]) end.on('error', () => undefined);
  return { near, far };
}

class PairedStream extends Duplex {
  #other: PairedStream | undefined;
  #onRead: (() => void) | undefined;

  join(other: PairedStream): void {
    this.#other = other;
    other.once('close', () => {
      if (!this.readableEnded) this.push(null);
      if (!this.writableEnded) this.destroy();
    });
  }

  override _read(): void {
    const resume = this.#onRead;
    this.#onRead = undefined;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    const other = this.#other;
    if (!other || other.push(chunk)) callback();
    else other.#onRead = callback;
  }

  override _final(callback: () => void): void {
    this.#other?.push(null);
    callback();
  }
}
