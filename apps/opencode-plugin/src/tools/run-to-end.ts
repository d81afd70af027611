import { randomUUID } from 'node:crypto';

import type { RemoteCommand, StubClient } from '@orssh/adaptor';
import type { CommandExit, ExecRequest, PermissionReply, PermissionRequest } from '@orssh/protocol';

const graceMs = 5_000;
/** After the grace, for the answer. */
const patienceMs = 2_000;

export interface RunToEndOptions {
  /** Ends the command on the host, and what it started. */
  signal: AbortSignal;
  onOutput: (data: Uint8Array) => void;
  onCut: (bytes: number) => void;
  /** Asked for a path outside of what commands there may use. */
  onPermission: (request: PermissionRequest) => Promise<PermissionReply>;
}

/**
 * Runs one command to its end. What `onPermission` throws is a no to the host, and what this rejects with. A host that does not
 * answer to being told to end it is waited for only so long.
 */
export async function runToEnd(
  stub: Pick<StubClient, 'exec' | 'killKey'>,
  request: ExecRequest,
  { signal, onOutput, onCut, onPermission }: RunToEndOptions,
): Promise<CommandExit> {
  signal.throwIfAborted();
  const following = new AbortController();
  const refused: unknown[] = [];
  const key = randomUUID();
  const starting = stub.exec(
    { ...request, key },
    {
      signal: following.signal,
      onCut: ({ from, to }) => {
        onCut(to - from);
      },
      onPermission: (asked) =>
        Promise.race([onPermission(asked), aborted(signal)]).catch((error: unknown): PermissionReply => {
          refused.push(error);
          return 'reject';
        }),
    },
  );
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    // Also one that is on its way to the host: there it is refused then.
    stub.killKey(key, { graceMs, signal: following.signal }).catch(() => undefined);
    timer = setTimeout(() => {
      following.abort(signal.reason);
    }, graceMs + patienceMs);
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    return await follow(await starting, onOutput);
  } catch (error) {
    throw refused[0] ?? (signal.aborted ? (signal.reason as Error) : error);
  } finally {
    signal.removeEventListener('abort', end);
    clearTimeout(timer);
  }
}

async function follow(command: RemoteCommand, onOutput: (data: Uint8Array) => void): Promise<CommandExit> {
  for await (const { data } of command.output) onOutput(data);
  return command.exit;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}
