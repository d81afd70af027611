import type { RemoteHost } from '@orssh/adaptor';
import type { Command } from 'commander';

import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { type TargetOptions, targetCommand } from '../host/target-options.js';
import { colorsFor } from '../output/colors.js';
import { columns } from '../output/columns.js';
import { duration, tenths } from '../output/duration.js';
import { escapeControl } from '../output/escape-control.js';
import { type Outcome, runs } from './action.js';

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

/** `orssh setup TARGET`: gets the stub running, and reports how. */
export function setupCommand(cli: Cli, outcome: Outcome): Command {
  const command = targetCommand(
    'setup',
    'get a host ready: put the stub there, start it, and report',
  ).addHelpText(
    'after',
    helpTopics({
      examples: [
        ['orssh setup web1', 'the alias web1 of ~/.ssh/config'],
        [
          'orssh setup me@10.0.0.7 --install-root /var/tmp/me-orssh',
          'where the home may not execute programs',
        ],
      ],
      json: [
        '{"host","how","version","pid","adopted","upgradeWaiting","predecessor","root","platform","transport","timings"}',
      ],
    }),
  );
  return runs<TargetOptions>(command, { cli, outcome, plain: 'lines' }, async (session, target, options) => {
    const host = await session.openHost(target);
    session.progress.end();
    const report = describe(host);
    const text = options.json ? `${JSON.stringify(report)}\n` : render(cli, report);
    cli.stdout.write(text);
    await host.close();
    return exitCode.ok;
  });
}

function describe({ destination, running, timings }: RemoteHost) {
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

function render(cli: Cli, report: ReturnType<typeof describe>): string {
  const colors = colorsFor(cli.stdout, cli.env);
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
        ['before', report.predecessor === 'crashed' ? 'the last stub crashed: see orssh logs' : undefined],
        ['upgrade', report.upgradeWaiting ? 'waits: an older stub is busy there' : undefined],
        ['steps', took.join(' · ')],
      ],
      colors,
    )
  );
}
