import { EventEmitter } from 'node:events';
import { PassThrough, type Readable, type Writable } from 'node:stream';

import type { RemoteExit, RemoteProcess } from '../connection.js';
import type { ExecHandler } from './fake-connection.js';

/** A command as the host sees it. */
export interface HostProcess {
  readonly command: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Calls back for each signal (`'TERM'`), and with `'HUP'` when the channel was closed. */
  onSignal: (listener: (name: string) => void) => void;
}

/** A command that `handler` plays; without one it is not found, as a shell would say. */
export class FakeProcess implements RemoteProcess {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly exit: Promise<RemoteExit>;
  readonly #signals = new EventEmitter();
  #settle!: { resolve: (exit: RemoteExit) => void; reject: (error: Error) => void };

  constructor(command: string, handler: ExecHandler = notFound) {
    this.exit = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.exit.catch(() => undefined);
    for (const stream of [this.stdin, this.stdout, this.stderr]) stream.on('error', () => undefined);
    void this.#play(command, handler);
  }

  signal(name: string): void {
    this.#signals.emit('signal', name);
  }

  close(): void {
    this.#signals.emit('signal', 'HUP');
    for (const stream of [this.stdin, this.stdout, this.stderr]) stream.destroy();
    this.#settle.resolve({ code: null, signal: null });
  }

  fail(error: Error): void {
    this.#signals.emit('signal', 'HUP');
    this.#settle.reject(error);
    for (const stream of [this.stdin, this.stdout, this.stderr]) stream.destroy(error);
  }

  async #play(command: string, handler: ExecHandler): Promise<void> {
    const { stdin, stdout, stderr } = this;
    const onSignal = (listener: (name: string) => void): void => {
      this.#signals.on('signal', listener);
    };
    const ended = (await handler({ command, stdin, stdout, stderr, onSignal })) ?? 0;
    stdout.end();
    stderr.end();
    stdin.destroy();
    this.#settle.resolve(typeof ended === 'number' ? { code: ended, signal: null } : ended);
  }
}

function notFound({ command, stderr }: HostProcess): number {
  stderr.write(`sh: ${command}: not found\n`);
  return 127;
}
