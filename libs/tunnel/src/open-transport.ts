import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { networkError } from './network-errors.js';
import type { Destination } from './destination.js';
import { spawnProxy } from './spawn-proxy.js';

/** What carries the SSH connection: a socket, a proxy command, or a channel of the hop before. */
export interface Hop {
  forwardToHost(host: string, port: number, signal?: AbortSignal): Promise<Duplex>;
}

export interface TransportOptions {
  through?: Hop;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/** Opens the byte stream to the SSH server. It is paused: ssh2 resumes it, once it listens. Rejects with a {@link TunnelError}; after an abort with the reason. */
export async function openTransport(destination: Destination, options: TransportOptions): Promise<Duplex> {
  const { through, env, signal } = options;
  if (through) return through.forwardToHost(destination.host, destination.port, signal);
  if (destination.proxyCommand !== undefined) return spawnProxy(destination, destination.proxyCommand, env);
  return openSocket(destination, signal);
}

async function openSocket(destination: Destination, signal: AbortSignal): Promise<Socket> {
  const { host, port, addressFamily, bindAddress } = destination;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, family: addressFamily, localAddress: bindAddress, noDelay: true });
    const onAbort = (): void => {
      socket.destroy();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const onError = (error: Error): void => {
      signal.removeEventListener('abort', onAbort);
      reject(networkError(destination, error));
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError);
      // Bun's net.connect does not take the option.
      socket.setNoDelay(true);
      sendByTick(socket);
      // Bun's sockets flow from the beginning: the server's greeting would be gone before anybody listens.
      socket.pause();
      resolve(socket);
    });
  });
}

/**
 * Sends what one turn of the event loop wrote in one piece. ssh2 writes each packet in three (length, payload, tag),
 * and without Nagle each would be a segment of its own.
 */
function sendByTick(socket: Socket): void {
  const write = socket.write.bind(socket) as (...rest: unknown[]) => boolean;
  const send = (): void => {
    socket.uncork();
  };
  socket.write = (...rest: unknown[]): boolean => {
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(send);
    }
    return write(...rest);
  };
}
