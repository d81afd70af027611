import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { poll } from './poll.js';

/** A client that sends what it likes, and reads only when it likes. */
export interface RawClient {
  readonly socket: Socket;
  /** All that came. */
  readonly text: () => string;
  readonly over: () => boolean;
  send(bytes: string): void;
  /** Resolves when `enough` came, or the other side has ended the connection. */
  until(enough: RegExp): Promise<string>;
}

export async function rawClient(port: number): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let over = false;
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  socket.on('close', () => (over = true));
  await once(socket, 'connect');
  return {
    socket,
    text: () => text,
    over: () => over,
    send: (bytes) => socket.write(bytes, 'latin1'),
    async until(enough) {
      await poll(() => over || enough.test(text));
      return text;
    },
  };
}

/** Sends bytes as they are; resolves with all that came when the connection was ended, or `enough` is there. */
export async function rawAnswer(port: number, bytes: string, enough = /(?!)/): Promise<string> {
  const client = await rawClient(port);
  client.send(bytes);
  const text = await client.until(enough);
  client.socket.destroy();
  return text;
}
