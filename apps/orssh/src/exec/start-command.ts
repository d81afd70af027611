import { randomUUID } from 'node:crypto';

import type { RemoteCommand, StubClient } from '@orssh/adaptor';
import type { ExecRequest } from '@orssh/protocol';

export interface StartingCommand {
  starting: Promise<RemoteCommand>;
  /** Also while it is on its way to the host: there it is refused then. */
  kill(signal: string): Promise<void>;
  /** Stops following, once it runs. */
  detach(): void;
}

export function startCommand(
  stub: Pick<StubClient, 'exec' | 'killKey'>,
  request: ExecRequest,
  options: Parameters<StubClient['exec']>[1],
): StartingCommand {
  const key = randomUUID();
  let running: RemoteCommand | undefined;
  const starting = stub.exec({ ...request, key }, options).then((command) => (running = command));
  starting.catch(() => undefined);
  return {
    starting,
    kill: (name) => (running ? running.kill(name) : stub.killKey(key, { name })),
    detach: () => {
      running?.detach();
    },
  };
}

/** That the host refused it because it had been killed. By its code: importing the class would load its library. */
export function wasWithdrawn(error: unknown): boolean {
  return (
    error instanceof Error && error.name === 'StubError' && 'code' in error && error.code === 'withdrawn'
  );
}
