import type { ExecRequest } from '@orssh/protocol';

import {
  type CommandEnd,
  type CommandStub,
  HostCommand,
  type HostCommandOptions,
} from '../../command/host-command.js';

/** OpenCode waits 250 ms for a tool that it has aborted, and then says that it failed. */
const abortedMs = 150;

export interface RanCommand {
  end: CommandEnd;
  aborted: boolean;
  /** On the host; undefined for one that had not begun. */
  id: string | undefined;
}

/** Runs a command to its end. One that is aborted is ended on the host, which is waited for only so long. */
export async function runForTool(
  stub: CommandStub,
  request: ExecRequest,
  { abort, ...options }: HostCommandOptions & { abort: AbortSignal },
): Promise<RanCommand> {
  abort.throwIfAborted();
  const following = new AbortController();
  const command = new HostCommand(stub, request, { ...options, signal: following.signal });
  let timer: NodeJS.Timeout | undefined;
  let onAbort = (): void => undefined;
  const given = new Promise<undefined>((resolve) => {
    onAbort = () => {
      void command.end();
      timer = setTimeout(() => {
        resolve(undefined);
      }, abortedMs);
    };
    abort.addEventListener('abort', onAbort, { once: true });
  });
  try {
    const run = command.run().catch((error: unknown) => {
      // Whether it began is all the same to one that was ended.
      if (!abort.aborted) throw error;
      return undefined;
    });
    const end = await Promise.race([run, given]);
    return { end, aborted: abort.aborted, id: command.commandID };
  } finally {
    abort.removeEventListener('abort', onAbort);
    clearTimeout(timer);
    following.abort();
  }
}
