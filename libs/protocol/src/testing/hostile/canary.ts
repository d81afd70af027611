import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A port of this machine that nobody should connect to. */
export interface Canary {
  url: string;
  /** Whether somebody did. */
  touched: () => boolean;
  close: () => Promise<void>;
}

export async function startCanary(): Promise<Canary> {
  let touched = false;
  const server = createServer((socket) => {
    touched = true;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    touched: () => touched,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}
