import { duration } from '@orssh/doctor/duration';

import type { Colors } from '../output/colors.js';
import { columns } from '../output/columns.js';
import { escapeControl } from '../output/escape-control.js';
import { describeInstalledKey } from './install-key.js';
import type { SetupReport } from './setup-report.js';

const ways = {
  remembered: 'warm: it was reached before and still runs',
  found: 'the binary was there',
  installed: 'cold: the binary was uploaded',
} as const;

const transports = {
  socket: 'its unix socket',
  tcp: 'its port on loopback',
  exec: 'an exec channel',
} as const;

/** One host, in full. */
export function renderReport(report: SetupReport, colors: Colors): string {
  const { totalMs, ...steps } = report.timings;
  const took = Object.entries(steps)
    .filter((step): step is [string, number] => typeof step[1] === 'number')
    .map(([name, ms]) => `${name.replace(/Ms$/, '')} ${duration(ms)}`);
  const started = report.adopted || report.how === 'remembered' ? 'running' : 'started';
  return (
    `${colors.green('✓')} ${colors.bold(report.host)} is ready after ${duration(totalMs)} (${ways[report.how]})\n` +
    columns(
      [
        ['stub', `${report.version}, ${started}, pid ${report.pid}`],
        ['host', `linux/${report.platform.arch} (${escapeControl(report.platform.machine)})`],
        ['root', report.root],
        ['reached', `through ${transports[report.transport]}`],
        ...keyRows(report),
        ['before', report.predecessor === 'crashed' ? 'the last stub crashed: see orssh logs' : undefined],
        ['upgrade', report.upgradeWaiting ? 'waits: an older stub is busy there' : undefined],
        ['steps', took.join(' · ')],
      ],
      colors,
    )
  );
}

function keyRows({ key }: SetupReport): [string, string][] {
  return key ? describeInstalledKey(key).map((part, index) => [index === 0 ? 'key' : '', part]) : [];
}
