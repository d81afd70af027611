import { PassThrough } from 'node:stream';

import { StubError } from './stub-error.js';
import type { StubHttp } from './stub-http.js';

/** The stdin of a command that runs, as one streamed request; it begins at once, so that its stream is open by the first byte. */
export class CommandStdin extends PassThrough {
  constructor(http: StubHttp, host: string, id: string) {
    super({ highWaterMark: 1024 * 1024 });
    // A command that ends without reading is no error to those who do not listen.
    this.on('error', () => undefined);
    const path = `/stub/v1/exec/${encodeURIComponent(id)}/stdin?close=true`;
    // undici destroys a stream whose request was answered early, without an error; an iterator it only lets go.
    const body = this.iterator({ destroyOnReturn: false });
    http.call({ method: 'POST', path, body }).catch((error: unknown) => {
      this.destroy(isClosed(error) ? brokenPipe(host, id, error) : (error as Error));
    });
  }
}

function isClosed(error: unknown): boolean {
  return error instanceof StubError && (error.code === 'stdin_closed' || error.status === 404);
}

function brokenPipe(host: string, id: string, cause: unknown): Error {
  const error = new Error(`Command ${id} on ${host} no longer reads its stdin.`, { cause });
  return Object.assign(error, { code: 'EPIPE' });
}
