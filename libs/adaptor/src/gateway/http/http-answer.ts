import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import { drained } from './drained.js';
import type { RequestHead } from './read-head.js';

export type AnswerHeaders = Record<string, string | string[] | undefined>;

/** The answer to one request. After `end` or `cut` nothing has an effect. */
export class HttpAnswer {
  private framing: 'none' | 'length' | 'chunked' | 'close' | undefined;
  private left = 0;
  private over = false;
  private close: boolean;
  private added: AnswerHeaders = {};

  constructor(
    private readonly socket: Socket,
    private readonly head: Pick<RequestHead, 'method' | 'minor'>,
    keepAlive: boolean,
    private readonly finished: (keepAlive: boolean) => void,
  ) {
    this.close = !keepAlive;
  }

  get started(): boolean {
    return this.framing !== undefined;
  }

  get ended(): boolean {
    return this.over;
  }

  /** Bytes that wait for the client to take them. */
  get unsent(): number {
    return this.socket.writableLength;
  }

  /** No other request is read from this connection. */
  closeAfter(): void {
    this.close = true;
  }

  /** Headers that it has whatever it is. */
  add(headers: AnswerHeaders): void {
    this.added = { ...this.added, ...headers };
  }

  start(status: number, headers: AnswerHeaders = {}): void {
    if (this.started || this.over) return;
    const length = headers['content-length'];
    if (this.head.method === 'HEAD' || status === 204 || status === 304) this.framing = 'none';
    else if (typeof length === 'string' && /^\d{1,15}$/.test(length)) {
      this.framing = 'length';
      this.left = Number(length);
    } else this.framing = this.head.minor === 0 ? 'close' : 'chunked';
    if (this.framing === 'close') this.close = true;
    let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`;
    for (const [name, value] of Object.entries({ ...headers, ...this.added })) {
      if (value === undefined || (name === 'content-length' && this.framing === 'chunked')) continue;
      for (const one of Array.isArray(value) ? value : [value]) text += `${name}: ${clean(one)}\r\n`;
    }
    if (this.framing === 'chunked') text += 'transfer-encoding: chunked\r\n';
    text += `connection: ${this.close ? 'close' : 'keep-alive'}\r\n\r\n`;
    this.socket.write(text, 'latin1');
  }

  /** False: wait for {@link HttpAnswer.onceDrained}. */
  write(chunk: Uint8Array | string): boolean {
    if (this.over || this.framing === 'none') return true;
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (bytes.length === 0) return true;
    if (this.framing === 'length') {
      if (bytes.length > this.left) {
        this.cut();
        return true;
      }
      this.left -= bytes.length;
    }
    if (this.framing !== 'chunked') return this.socket.write(bytes);
    this.socket.cork();
    this.socket.write(`${bytes.length.toString(16)}\r\n`, 'latin1');
    this.socket.write(bytes);
    const flowing = this.socket.write('\r\n', 'latin1');
    this.socket.uncork();
    return flowing;
  }

  onceDrained(resume: () => void): void {
    this.socket.once('drain', resume);
  }

  /** Resolves when the client has taken what was written, or has gone. */
  drained(): Promise<void> {
    return drained(this.socket);
  }

  /** The clean end. An answer that is shorter than it said is cut in its place. */
  end(): void {
    if (this.over) return;
    if (!this.started || (this.framing === 'length' && this.left > 0)) {
      this.cut();
      return;
    }
    this.over = true;
    if (this.framing === 'chunked') this.socket.write('0\r\n\r\n', 'latin1');
    this.finished(!this.close);
  }

  /** Ends the connection, so that nobody takes what came for all of it. */
  cut(): void {
    if (this.over) return;
    this.over = true;
    this.socket.destroy();
    this.finished(false);
  }
}

/** What another side sends is never more than the value of one header. */
function clean(value: string): string {
  return value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '');
}
