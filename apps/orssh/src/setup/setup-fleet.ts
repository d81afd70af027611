import { duration } from '@orssh/doctor/duration';

import type { Cli } from '../cli.js';
import { explain } from '../commands/explain.js';
import { failureExitCode } from '../commands/failure-exit-code.js';
import type { SetupOptions } from '../commands/setup.js';
import { atOnce } from '../fleet/at-once.js';
import { loadStubs } from '../fleet/load-stubs.js';
import { fleetExitCode, type Outcome, wasLeft } from '../fleet/outcome.js';
import { recordOutcomes } from '../fleet/record-outcomes.js';
import { reportFleet } from '../fleet/report-fleet.js';
import type { FleetTarget } from '../host/select-targets.js';
import type { HostSession } from '../host/session.js';
import { jsonLine } from '../output/answer.js';
import { colorsFor } from '../output/colors.js';
import { escapeControl } from '../output/escape-control.js';
import { describeFailure } from '../output/render-error.js';
import { table } from '../output/table.js';
import { describeInstalledKey } from './install-key.js';
import type { LocalKey } from './local-key.js';
import { prepareHost } from './prepare-host.js';
import type { SetupDisplay } from './setup-display.js';
import type { SetupReport } from './setup-report.js';

export interface SetupFleet {
  cli: Cli;
  session: HostSession;
  targets: readonly FleetTarget[];
  options: SetupOptions;
  /** Of `--install-key`. */
  key: LocalKey | undefined;
  /** What the session shows its progress on. */
  display: SetupDisplay;
}

/** Gets all of `targets` ready and says how; resolves with the exit code of `orssh`. */
export async function setupFleet({
  cli,
  session,
  targets,
  options,
  key,
  display,
}: SetupFleet): Promise<number> {
  const from = performance.now();
  const stubs = loadStubs(cli);
  const reports: (SetupReport | undefined)[] = [];
  const outcomes: Outcome[] = targets.map(({ target: host }) => ({ host, kind: 'not_started' }));
  const interrupted = () => cli.interrupts.signal.aborted;
  await atOnce([...targets.entries()], options.parallel, async ([index, target]) => {
    if (interrupted()) return;
    const host = target.target;
    try {
      const report = await prepareHost({
        cli,
        session,
        target,
        key,
        stubs: await stubs,
        onStep: (text) => {
          display.set(index, { kind: 'working', text, share: 0 });
        },
        onProgress: (event) => {
          if (event.step === 'notice') display.note(`orssh: ${escapeControl(`${host}: ${event.message}`)}`);
          display.event(index, event);
        },
      });
      reports[index] = report;
      outcomes[index] = { host, kind: 'ready' };
      display.set(index, {
        kind: 'ready',
        text: `ready after ${duration(report.timings.totalMs)} (${ways[report.how]})`,
      });
      if (options.json) cli.stdout.write(jsonLine(report));
      else if (report.key)
        display.note(`${escapeControl(host)}: ${describeInstalledKey(report.key).join('; ')}`);
    } catch (error) {
      // Of the work that Ctrl-C ended there is nothing to say.
      if (interrupted()) {
        outcomes[index] = { host, kind: 'interrupted' };
        return;
      }
      const shown = await explain(cli, error, options);
      const failure = describeFailure(shown);
      outcomes[index] = { host, kind: 'failed', failure, exitCode: failureExitCode(shown) };
      display.set(index, { kind: 'failed', text: failure.message });
      if (options.json) cli.stdout.write(jsonLine({ host, error: failure }));
    }
  });
  display.end();
  const exitCode = fleetExitCode(outcomes);
  if (!options.json) cli.stdout.write(renderTable(cli, outcomes, reports));
  reportFleet(cli, { outcomes, exitCode, durationMs: performance.now() - from, json: options.json === true });
  await recordOutcomes(cli, targets, outcomes);
  return exitCode;
}

const ways = { remembered: 'warm', found: 'found', installed: 'uploaded' } as const;

function renderTable(
  { stdout, env }: Cli,
  outcomes: readonly Outcome[],
  reports: readonly (SetupReport | undefined)[],
): string {
  const colors = colorsFor(stdout, env);
  const rows = outcomes.flatMap((outcome, index): string[][] => {
    const report = reports[index];
    const name = escapeControl(outcome.host);
    if (report) return [[name, ways[report.how], report.version, duration(report.timings.totalMs)]];
    return wasLeft(outcome) ? [] : [[name, colors.red('failed'), '', '']];
  });
  if (rows.length === 0) return '';
  return table(['host', 'how', 'stub', 'time'], rows, colors);
}
