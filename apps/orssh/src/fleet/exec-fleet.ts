import type { ExecRequest } from '@orssh/protocol';

import type { Cli } from '../cli.js';
import { buildRequest } from '../exec/build-request.js';
import { JsonOutput } from '../exec/command-output.js';
import type { FleetExecOptions } from '../commands/exec.js';
import { exitCode as exitCodes } from '../exit-code.js';
import type { FleetTarget } from '../host/select-targets.js';
import type { HostSession } from '../host/session.js';
import { jsonLine } from '../output/answer.js';
import { Gate } from '../output/gate.js';
import { atOnce } from './at-once.js';
import { execOnHost } from './exec-on-host.js';
import { HostLines } from './host-lines.js';
import { loadStubs } from './load-stubs.js';
import { fleetExitCode, type Outcome, worked } from './outcome.js';
import { recordOutcomes } from './record-outcomes.js';
import { reportFleet } from './report-fleet.js';
import { RunningCommands } from './running-commands.js';
import { checkInputSize, SharedInput } from './shared-input.js';

export interface FleetExec {
  cli: Cli;
  session: HostSession;
  targets: readonly FleetTarget[];
  options: FleetExecOptions;
  words: readonly string[];
}

/** Runs one command on all of `targets` and says how it went; resolves with the exit code of `orssh`. */
export async function execFleet(fleet: FleetExec): Promise<number> {
  const { cli, session, targets, options, words } = fleet;
  const from = performance.now();
  // A question a host would be too many, and a command that waits for one would hold up the others.
  const request = buildRequest(words, options, { stdin: cli.stdin, canAsk: false });
  const input = inputFor(fleet, request);
  const running = new RunningCommands();
  const release = cli.interrupts.ownedBy(running);
  const onAbort = (): void => {
    if (running.interrupted === undefined) running.forward('SIGINT');
  };
  cli.interrupts.signal.addEventListener('abort', onAbort);
  const stubs = loadStubs(cli);
  const sinkFor = sinks(fleet);
  const outcomes: Outcome[] = targets.map(({ target: host }) => ({ host, kind: 'not_started' }));
  session.progress.step(`connecting to ${targets.length} hosts`);
  try {
    await atOnce([...targets.entries()], options.parallel, async ([index, target]) => {
      if (running.beginning.aborted) return;
      const sink = sinkFor(target.target, index);
      const outcome = await execOnHost({
        cli,
        session,
        target,
        request,
        options,
        input,
        running,
        stubs,
        sink,
      });
      outcomes[index] = outcome;
      if (options.json) await reportJson(cli, outcome);
      if (options.failFast && !worked(outcome)) running.startNoMore();
    });
  } finally {
    input?.stop();
    release();
    cli.interrupts.signal.removeEventListener('abort', onAbort);
    session.progress.end();
  }
  // What was cut off tells nothing.
  await running.lastEffort;
  if (running.lastEffort) return running.interrupted ?? exitCodes.failed;
  const exitCode = running.interrupted ?? fleetExitCode(outcomes);
  const durationMs = performance.now() - from;
  reportFleet(cli, { outcomes, exitCode, durationMs, json: options.json === true });
  await recordOutcomes(cli, targets, outcomes);
  return exitCode;
}

function inputFor({ cli, targets, options }: FleetExec, { stdin }: ExecRequest): SharedInput | undefined {
  if (stdin !== 'pipe') return undefined;
  if (targets.length > options.parallel) checkInputSize(cli.stdin);
  return new SharedInput(cli.stdin, targets.length);
}

function sinks({ cli, targets, options }: FleetExec) {
  if (options.json) {
    const stdout = new Gate(cli.stdout);
    return (host: string) => new JsonOutput(stdout, host);
  }
  const lines = new HostLines(
    cli,
    targets.map(({ target }) => target),
  );
  return lines.sink.bind(lines);
}

async function reportJson(cli: Cli, outcome: Outcome): Promise<void> {
  if (outcome.kind !== 'failed') return;
  await new Gate(cli.stdout).write(jsonLine({ host: outcome.host, error: outcome.failure }));
}
