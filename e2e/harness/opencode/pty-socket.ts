import { WebSocket } from 'undici';

import { eventually } from '../eventually.js';
import type { Door } from './open-door.js';

/** A terminal of a workspace as a client has it. */
export interface PtySocket {
  /** All that came so far. */
  readonly said: () => string;
  /** Types a line; resolves with what came from then until `end` did. */
  line(line: string, end: string): Promise<string>;
  readonly type: (text: string) => void;
  /** Rejects where there is none. */
  readonly opened: Promise<void>;
  /** Resolves when the terminal is over, or the connection to it. */
  readonly closed: Promise<void>;
  readonly isOpen: boolean;
}

/** Connects to a terminal by the workspace's gateway. */
export function openPty({ url, password }: Door, id: string): PtySocket {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/${password}/pty/${id}/connect`);
  let said = '';
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', ({ data }: { data: unknown }) => {
    const bytes = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data as ArrayBuffer);
    // Where it is in what was said, as JSON behind a NUL.
    if (bytes[0] !== 0) said += bytes.toString();
  });
  const closed = new Promise<void>((resolve) => {
    for (const end of ['close', 'error'] as const)
      socket.addEventListener(end, () => {
        resolve();
      });
  });
  const opened = new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => {
      resolve();
    });
    void closed.then(() => {
      reject(new Error(`no connection to the terminal ${id}`));
    });
  });
  opened.catch(() => undefined);
  return {
    said: () => said,
    type: (text) => {
      socket.send(text);
    },
    opened,
    closed,
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    async line(line, end) {
      const from = said.length;
      socket.send(`${line}\n`);
      const after = (): string => said.slice(from);
      return eventually(after, (text) => text.includes(end));
    },
  };
}
