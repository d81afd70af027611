import { homeWorkspaceID } from '@orssh/protocol';

import type { StubClient } from '../stub-client.js';
import { bounded } from './bounded.js';
import type { Clock } from './clock.js';
import { gone } from './gone.js';

/** Between two streams of events, where the first ended and the stub is well. */
const pauseMs = 1000;

export interface WatchStub {
  stub: Pick<StubClient, 'events' | 'health'>;
  host: string;
  /** Of the stub that is watched. */
  instance: string;
  silenceMs: number;
  answerMs: number;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * Listens to the stub's heart and rejects when it is not there any more: the stream of events ended or fell silent, and it does not
 * answer, or another one does. Resolves when `signal` aborts.
 */
export async function watchStub(options: WatchStub): Promise<void> {
  const { stub, host, instance, answerMs, clock, signal } = options;
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    await listen(options);
    if (isOver()) return;
    const late = () => gone(host, `it did not answer within ${answerMs / 1000} s`);
    const health = await bounded({ clock, ms: answerMs, late, signal }, (each) =>
      stub.health({ signal: each }),
    );
    if (health.stub.instance !== instance) throw gone(host, 'another one was started in its place');
    await new Promise<void>((resolve) => {
      clock.after(pauseMs, resolve);
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
  }
}

/** Resolves when the stream has ended, broken or fallen silent. */
async function listen({ stub, silenceMs, clock, signal }: WatchStub): Promise<void> {
  const silent = new AbortController();
  const either = AbortSignal.any([signal, silent.signal]);
  const wait = () =>
    clock.after(silenceMs, () => {
      silent.abort(new Error('the stub fell silent'));
    });
  let stop = wait();
  try {
    // The home's own events are few: what others do is not carried here a second time.
    const events = stub.events({ workspaceID: homeWorkspaceID, signal: either })[Symbol.asyncIterator]();
    while (!(await events.next()).done) {
      stop();
      stop = wait();
    }
  } catch {
    // Whether it is there is asked next.
  } finally {
    stop();
  }
}
