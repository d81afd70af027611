import type { RemoteHost } from '@orssh/adaptor';

import type { Cli } from '../cli.js';
import { runningHost } from './running-host.js';
import type { HostSession } from './session.js';

/** The host with its stub running, where the stub is installed; undefined where it is not: nothing is put there. */
export async function installedHost(
  cli: Cli,
  session: HostSession,
  target: string,
): Promise<RemoteHost | undefined> {
  const running = await runningHost(session, target);
  if (running) return running;
  const { connection, manageOptions } = await session.connect(target);
  try {
    const { stubStatus } = await cli.libraries.bootstrap();
    const { installed } = await stubStatus(connection, manageOptions);
    if (!installed) return undefined;
  } finally {
    await connection.close();
  }
  return session.openHost(target);
}
