import { StubError } from '@orssh/adaptor';

import type { FileOptions } from '../../remote/index.js';
import type { FileCall } from '../call/file-call.js';
import { settled } from '../call/settled.js';
import { encoded } from '../change/change-file.js';
import { writeFailure } from '../change/changed-file.js';
import type { SeenFiles } from '../change/seen-files.js';
import type { PatchedFile } from './patched-files.js';

/** For putting back what was written, also for a tool that was given up. */
const putBackMs = 15_000;

interface Write {
  file: PatchedFile;
  bytes: Buffer;
}

interface Written extends Write {
  etag: string;
}

export interface WriteFiles {
  seen: SeenFiles;
  sessionID: string;
}

/**
 * Makes files what a patch says. Each is written at once as a whole, and only if it still is what it was. Where one cannot be written,
 * those before it are put back; what cannot be is named. Files are removed last: from then on nothing is put back, but named.
 */
export async function writeFiles(
  call: FileCall,
  files: readonly PatchedFile[],
  { seen, sessionID }: WriteFiles,
): Promise<void> {
  const { remote } = call;
  const writes = files.flatMap((file) =>
    file.now ? [{ file, bytes: encoded(file.now, file.path, remote.host) }] : [],
  );
  const outcomes = await Promise.all(
    writes.map(async (write) => ({ write, outcome: await settled(writeOne(call, write)) })),
  );
  const written = outcomes.flatMap(({ write, outcome }) =>
    'value' in outcome ? [{ ...write, etag: outcome.value }] : [],
  );
  const failed = outcomes.flatMap(({ write, outcome }) =>
    'error' in outcome ? [{ write, error: outcome.error }] : [],
  );
  const [first] = failed;
  if (first) {
    const left = await putBack(
      call,
      written,
      failed.map(({ write }) => write),
    );
    throw failure(
      first.error,
      left.length === 0 ? 'Nothing was changed.' : `Still changed: ${left.join(', ')}.`,
    );
  }
  for (const { file, etag } of written) seen.saw(sessionID, file.stat.resolved, etag);
  const gone = files.filter((file) => !file.now && file.original);
  const done = written.map(({ file }) => file.path);
  for (const { path, original, stat } of gone) {
    try {
      await call.reach(path, () => remote.files.remove(path, { ...call.options, ifMatch: original?.etag }));
    } catch (error) {
      throw failure(
        writeFailure(remote, path, error),
        `Not removed: ${path}. Done: ${done.join(', ') || 'nothing'}.`,
      );
    }
    seen.forget(sessionID, stat.resolved);
    done.push(path);
  }
}

async function writeOne(call: FileCall, { file: { path, original }, bytes }: Write): Promise<string> {
  const { remote } = call;
  const condition = original ? { ifMatch: original.etag } : ({ ifNoneMatch: '*' } as const);
  const write = () => remote.files.write(path, bytes, condition, call.options);
  const { etag } = await call.reach(path, write).catch((error: unknown) => {
    throw writeFailure(remote, path, error);
  });
  return etag;
}

/** Resolves with the paths of what could not be put back. */
async function putBack(
  call: FileCall,
  written: readonly Written[],
  failed: readonly Write[],
): Promise<string[]> {
  const { files } = call.remote;
  const options: FileOptions = { ...call.options, signal: AbortSignal.timeout(putBackMs) };
  const left: string[] = [];
  // The answer to a write may have been lost.
  const unheard = await Promise.all(
    failed.map(async (write) => {
      const { path } = write.file;
      const there = await files.read(path, options).catch((error: unknown) => {
        if (!(error instanceof StubError)) left.push(`${path} (perhaps)`);
        return undefined;
      });
      return there?.bytes.equals(write.bytes) ? [{ ...write, etag: there.etag }] : [];
    }),
  );
  for (const { file, etag } of [...written, ...unheard.flat()]) {
    const { path, original } = file;
    try {
      if (original) await files.write(path, original.bytes, { ifMatch: etag }, options);
      else await files.remove(path, { ...options, ifMatch: etag });
    } catch {
      left.push(path);
    }
  }
  return left;
}

function failure(error: unknown, state: string): Error {
  const why = error instanceof Error ? error.message : String(error);
  return new Error(`apply_patch failed: ${why}\n${state}`, { cause: error });
}
