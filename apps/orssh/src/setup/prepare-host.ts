import type { OpenHostOptions } from '@orssh/adaptor';
import type { StubBinaries } from '@orssh/bootstrap';

import type { Cli } from '../cli.js';
import type { FleetTarget } from '../host/select-targets.js';
import type { HostSession } from '../host/session.js';
import { installKey } from './install-key.js';
import type { LocalKey } from './local-key.js';
import { type SetupReport, setupReport } from './setup-report.js';

export interface PrepareHost {
  cli: Cli;
  session: HostSession;
  target: FleetTarget;
  /** Of `--install-key`: installed first, and used from then on. */
  key?: LocalKey;
  /** Shared by several hosts; absent: found by itself. */
  stubs?: StubBinaries;
  /** In place of the session's own display. */
  onProgress?: OpenHostOptions['onProgress'];
  onStep: (text: string) => void;
}

/** Gets one host ready: its stub put there and started. */
export async function prepareHost(how: PrepareHost): Promise<SetupReport> {
  const { session, target, key, stubs, onProgress } = how;
  const installed = key && (await installKey({ ...how, key }));
  const host = await session.openHost(target.target, {
    host: target.host,
    ...(key && { onlyKey: key.file }),
    ...(stubs && { stubs }),
    ...(onProgress && { onProgress }),
  });
  const report = setupReport(host, installed);
  await host.close();
  return report;
}
