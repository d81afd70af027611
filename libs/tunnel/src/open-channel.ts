import type { ClientChannel } from 'ssh2';

import { cancelledError, channelTimeout } from './connection-errors.js';
import type { Destination } from './destination.js';

/** How long a server that is otherwise alive may take to answer. */
const openDeadlineMs = 30_000;

/** A channel that is being opened; `fail` ends the wait. */
export interface Opening<T> {
  opened: Promise<T>;
  fail(error: Error): void;
}

export interface ChannelRequest<T> {
  start(callback: (error: Error | undefined, channel: ClientChannel) => void): void;
  wrap(channel: ClientChannel): T;
  refused(cause: unknown): Error;
}

/** Opens a channel; one that comes after the deadline, the abort or `fail` is closed again. */
export function openChannel<T>(
  destination: Destination,
  signal: AbortSignal | undefined,
  request: ChannelRequest<T>,
  onOpen: (opened: T, channel: ClientChannel) => void,
): Opening<T> {
  let fail!: (error: Error) => void;
  const opened = new Promise<T>((resolve, reject) => {
    let settled = false;
    const settle = (): void => {
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    fail = (error) => {
      if (settled) return;
      settle();
      reject(error);
    };
    const onAbort = (): void => {
      fail(cancelledError(destination, signal?.reason));
    };
    const timer = setTimeout(() => {
      fail(channelTimeout(destination, openDeadlineMs));
    }, openDeadlineMs);
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted) {
      onAbort();
      return;
    }
    try {
      request.start((error, channel) => {
        if (settled) {
          if (!error) channel.close();
          return;
        }
        if (error) {
          fail(request.refused(error));
          return;
        }
        settle();
        const wrapped = request.wrap(channel);
        onOpen(wrapped, channel);
        resolve(wrapped);
      });
    } catch (error) {
      fail(request.refused(error));
    }
  });
  return { opened, fail };
}
