import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';

import type { Connection, RemoteProcess } from '@orssh/tunnel';

import { logScript } from './log-script.js';
import { type ManageOptions, notInstalled } from './manage.js';
import { checkRoot } from './root.js';
import { withDeadline } from './with-deadline.js';

const maxNoise = 1024 * 1024;

/**
 * The end of the stub's log (default 100 lines), as bytes. With `follow` it goes on until `signal` aborts or the stream is
 * destroyed. Rejects with `not_installed` where there is no log.
 */
export async function readStubLog(
  connection: Connection,
  options: ManageOptions & { lines?: number; follow?: boolean } = {},
): Promise<Readable> {
  const host = connection.destination.target;
  const { lines = 100, follow = false } = options;
  const marker = randomBytes(16).toString('hex');
  const root = checkRoot(options.installRoot, host);
  const script = logScript({ marker, root, lines: Math.max(0, Math.trunc(lines)), follow });
  return withDeadline({ ...options, host, defaultMs: 30_000 }, async (signal) => {
    const remote = await connection.exec('exec /bin/sh', { signal });
    remote.stderr.resume();
    if (follow) remote.stdin.write(script);
    else remote.stdin.end(script);
    if (!(await skipTo(`\norssh:${marker}:log\n`, remote, signal))) {
      remote.close();
      throw notInstalled(host);
    }
    const close = (): void => {
      remote.close();
    };
    options.signal?.addEventListener('abort', close, { once: true });
    remote.stdout.once('close', () => {
      options.signal?.removeEventListener('abort', close);
      close();
    });
    return remote.stdout;
  });
}

/** Throws away what comes before the marker; false where it does not come. The stream is left paused behind it. */
function skipTo(marker: string, { stdout }: RemoteProcess, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let seen: Buffer = Buffer.alloc(0);
    const settle = (act: () => void): void => {
      stdout.off('readable', onReadable).off('end', onEnd).off('close', onEnd).off('error', onError);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const onReadable = (): void => {
      for (let chunk; (chunk = stdout.read() as Buffer | null) !== null;) seen = Buffer.concat([seen, chunk]);
      const at = seen.indexOf(marker);
      if (at < 0 && seen.length > maxNoise) onEnd();
      if (at < 0) return;
      settle(() => {
        const rest = seen.subarray(at + marker.length);
        if (rest.length > 0) stdout.unshift(rest);
        resolve(true);
      });
    };
    const onEnd = (): void => {
      settle(() => {
        resolve(false);
      });
    };
    const onError = (error: Error): void => {
      settle(() => {
        reject(error);
      });
    };
    const onAbort = (): void => {
      onError(signal.reason as Error);
    };
    stdout.on('readable', onReadable).on('end', onEnd).on('close', onEnd).on('error', onError);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}
