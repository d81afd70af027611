import type { Connection } from '@orssh/tunnel';

import { BootstrapError } from './errors.js';
import type { BootstrapEvent } from './events.js';
import { install } from './install.js';
import { readyFrom, type ReadyStub } from './launch-result.js';
import type { HostReport } from './probe.js';
import { findStubLine } from './stub-lines.js';

export interface StartOptions {
  report: HostReport;
  launchFlags: string;
  onProgress: (event: BootstrapEvent) => void;
  signal: AbortSignal;
}

export interface StartedStub {
  ready: ReadyStub;
  how: 'found' | 'installed';
}

/** A stub that serves: the one that the probe started, or a new one. */
export async function start(connection: Connection, options: StartOptions): Promise<StartedStub> {
  const { report } = options;
  const place = { host: connection.destination.target, ...report };
  const usable = report.launch !== undefined && !needsInstall(report.launch);
  const printed = usable ? report.launch?.printed : await install(connection, options);
  const ready = readyFrom(printed ?? '', place);
  if (ready.sha256 !== report.binary.sha256 && !ready.upgradeWaiting)
    throw new BootstrapError({
      code: 'stub_failed',
      host: place.host,
      message: `Another stub than the one that was started answers on ${place.host} (version ${ready.version}).`,
      remedy: `End it with \`orssh stop ${place.host}\` and try again.`,
    });
  return { ready, how: usable ? 'found' : 'installed' };
}

/** A binary that is damaged, or that the host could not run at all, is put there anew; what a sound one complains of stays so. */
function needsInstall({ printed, code }: { printed: string; code: number }): boolean {
  if (code === 0) return false;
  const line = findStubLine(printed);
  return !line || ('failure' in line && line.failure.code === 'damaged_binary');
}
