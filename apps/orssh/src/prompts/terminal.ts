import { closeSync, openSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';

import type { Input, Output } from '../output/streams.js';

/** The person's terminal, whatever standard input and output are. */
export interface Terminal {
  readonly input: Input;
  readonly output: Output;
  close(): void;
}

/**
 * Opens the controlling terminal, or gives undefined where there is none. Opened anew for each question, because
 * standard input may be a pipe and must never be read for an answer.
 */
export function openTerminal(): Terminal | undefined {
  const fds: number[] = [];
  try {
    fds.push(openSync('/dev/tty', 'r+'), openSync('/dev/tty', 'r+'));
    const [readFd = -1, writeFd = -1] = fds;
    const input = new ReadStream(readFd);
    const output = new WriteStream(writeFd);
    // A terminal that goes away also sends SIGHUP, which ends the question.
    for (const stream of [input, output]) stream.on('error', () => undefined);
    return {
      input,
      output,
      close() {
        input.setRawMode(false);
        input.destroy();
        output.destroy();
      },
    };
  } catch {
    for (const fd of fds) closeSync(fd);
    return undefined;
  }
}
