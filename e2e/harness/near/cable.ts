import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

import type { Address } from '../hosts/host-driver.js';

/** A TCP line to a host that a test can cut. */
export interface Cable {
  readonly address: Address;
  /** Bytes that came from the near side so far. */
  sent(): number;
  /** From now on nothing gets through, and neither side is told: what a sleeping laptop sees. */
  cut(): void;
  /** After a cut: new connections go through; what was on it is reset. */
  mend(): void;
  /** Resets every connection; new ones go through. */
  reset(): void;
  close(): Promise<void>;
}

/** `onSent` is called with the number of bytes that the near side has sent, before they are passed on; `from` is its near end. */
export async function layCable(
  to: Address,
  onSent?: (bytes: number, cable: Cable) => void,
  from = '127.0.0.1',
): Promise<Cable> {
  const sockets = new Set<Socket>();
  let sent = 0;
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(to);
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay(true));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        if (!isCut) (socket === near ? far : near).destroy();
      });
    }
    near.on('data', (chunk) => {
      sent += chunk.length;
      onSent?.(sent, cable);
      if (!isCut && !far.write(chunk)) near.pause();
    });
    far.on('data', (chunk) => {
      if (!isCut && !near.write(chunk)) far.pause();
    });
    near.on('drain', () => far.resume()).on('end', () => isCut || far.end());
    far.on('drain', () => near.resume()).on('end', () => isCut || near.end());
  });
  server.listen(0, from);
  await once(server, 'listening');
  const reset = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const cable: Cable = {
    address: { host: from, port: (server.address() as AddressInfo).port },
    sent: () => sent,
    cut: () => (isCut = true),
    mend() {
      reset();
      isCut = false;
    },
    reset,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
  return cable;
}
