import { StubError } from '@orssh/adaptor';

import type { FileRemote } from '../call/file-call.js';
import type { SeenFiles } from './seen-files.js';

export interface SeenCheck {
  seen: SeenFiles;
  sessionID: string;
  path: string;
  resolved: string;
  etag: string;
}

/** Throws when the file is not what the session last saw of it. */
export function refuseStale(
  { host }: FileRemote,
  { seen, sessionID, path, resolved, etag }: SeenCheck,
): void {
  if (!seen.isStale(sessionID, resolved, etag)) return;
  throw new Error(
    `The file ${path} was changed on ${host} since this session last read it. Read it again before changing it.`,
  );
}

/** The error of a write, in words for a model where the file changed while it was worked on. */
export function writeFailure({ host }: FileRemote, path: string, error: unknown): unknown {
  if (!(error instanceof StubError) || error.kind !== 'ChangedError') return error;
  return new Error(
    `The file ${path} was changed on ${host} by something else meanwhile; nothing was written. Read it again, then repeat the change.`,
    { cause: error },
  );
}
