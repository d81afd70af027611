import type { RemoteHost } from '@orssh/adaptor';
import { tenths } from '@orssh/doctor/duration';

import { escapeControl } from '../output/escape-control.js';
import type { InstalledKey } from './install-key.js';

/** How a host got ready, as `--json` prints it. What came from the host is escaped. */
export type SetupReport = ReturnType<typeof setupReport>;

export function setupReport({ destination, running, timings }: RemoteHost, key?: InstalledKey) {
  const { ready, platform, how, transport } = running;
  const { recallMs, probeMs, installMs, handshakeMs } = timings.bootstrap;
  return {
    host: destination.target,
    how,
    version: escapeControl(ready.version),
    pid: ready.pid,
    adopted: ready.adopted,
    upgradeWaiting: ready.upgradeWaiting,
    predecessor: escapeControl(ready.predecessor),
    root: escapeControl(ready.root),
    platform,
    transport,
    key,
    timings: {
      resolveMs: tenths(timings.resolveMs),
      connectMs: tenths(timings.connectMs),
      recallMs: tenths(recallMs),
      probeMs: tenths(probeMs),
      installMs: tenths(installMs),
      handshakeMs: tenths(handshakeMs),
      totalMs: tenths(timings.totalMs),
    },
  };
}
