import type { Readable, Writable } from 'node:stream';

/** A stream that `orssh` writes to; `isTTY` where it is a terminal. */
export type Output = Writable & { isTTY?: boolean; columns?: number };
export type Input = Readable & { isTTY?: boolean; fd?: number };

/** Resolves when `output` takes more, or never will: a broken output is reported by its `error` event. */
export function writable(output: Writable): Promise<void> {
  if (!output.writable || !output.writableNeedDrain) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = () => {
      for (const event of ['drain', 'close', 'error']) output.off(event, settle);
      resolve();
    };
    for (const event of ['drain', 'close', 'error']) output.on(event, settle);
  });
}

/** Resolves when everything written so far has been handed to the system, or cannot be: its `error` has been emitted then. */
export async function flushed(output: Writable): Promise<void> {
  if (output.writable && output.writableLength > 0) {
    await new Promise<void>((resolve) => {
      output.write('', () => {
        resolve();
      });
    });
  }
  await new Promise((resolve) => setImmediate(resolve));
}
