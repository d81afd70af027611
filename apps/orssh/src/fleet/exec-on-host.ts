import { pipeline } from 'node:stream/promises';

import type { RemoteCommand, RemoteHost } from '@orssh/adaptor';
import type { StubBinaries } from '@orssh/bootstrap';
import type { CommandExit, ExecRequest } from '@orssh/protocol';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import type { FleetExecOptions } from '../commands/exec.js';
import { explain } from '../commands/explain.js';
import { failureExitCode } from '../commands/failure-exit-code.js';
import type { CommandSink } from '../exec/command-output.js';
import { hintOf } from '../exec/hint-of.js';
import type { LeaseWatch } from '../exec/lease-watch.js';
import { noteLoose } from '../exec/note-loose.js';
import { startCommand } from '../exec/start-command.js';
import { describeStep } from '../host/describe-step.js';
import type { FleetTarget } from '../host/select-targets.js';
import type { HostSession } from '../host/session.js';
import { withLease } from '../host/with-lease.js';
import { escapeControl } from '../output/escape-control.js';
import { describeFailure } from '../output/render-error.js';
import type { Outcome } from './outcome.js';
import type { RunningCommands } from './running-commands.js';
import type { HostInput, SharedInput } from './shared-input.js';

export interface ExecOnHost {
  cli: Cli;
  session: HostSession;
  target: FleetTarget;
  request: ExecRequest;
  options: FleetExecOptions;
  input: SharedInput | undefined;
  running: RunningCommands;
  stubs: Promise<StubBinaries>;
  sink: CommandSink;
}

/** One host of several: connects, runs the command to its end, and says what became of it. Never rejects. */
export async function execOnHost(how: ExecOnHost): Promise<Outcome> {
  const { cli, target, running, session } = how;
  const host = target.target;
  const input = how.input?.join();
  const began: { command?: RemoteCommand } = {};
  try {
    const remote = await open(how);
    session.progress.end();
    try {
      running.beginning.throwIfAborted();
      const { host: inRegistry } = target;
      const note = (text: string) => {
        session.progress.note(text.replace(/^orssh:/, `orssh: ${escapeControl(host)}:`));
      };
      const end = await withLease({ cli, remote, host: inRegistry, options: how.options, note }, (lease) => {
        running.beginning.throwIfAborted();
        return run(how, remote, { input, began, lease });
      });
      return { host, kind: 'ended', end };
    } finally {
      if (!running.lastEffort) void remote.close().catch(() => undefined);
    }
  } catch (error) {
    if (running.beginning.aborted && !began.command) return { host, kind: 'not_started' };
    const shown = await explain(cli, error, how.options);
    const failure = describeFailure(shown);
    const left = error instanceof CliError ? undefined : began.command;
    const message = left
      ? `${failure.message} The command (pid ${left.pid} there) was running, and may go on.`
      : failure.message;
    return { host, kind: 'failed', failure: { ...failure, message }, exitCode: failureExitCode(shown) };
  } finally {
    input?.close();
  }
}

async function open({ session, target, running, stubs, options }: ExecOnHost): Promise<RemoteHost> {
  const { target: name, host } = target;
  return session.openHost(name, {
    host,
    runsCommands: true,
    stubs: await stubs,
    signal: running.beginning,
    onProgress: (event) => {
      const shown = escapeControl(name);
      if (event.step === 'notice') session.progress.note(`orssh: ${shown}: ${escapeControl(event.message)}`);
      const text = options.verbose ? describeStep(event, false) : undefined;
      if (text !== undefined) session.progress.note(`${shown}: ${text}`);
    },
  });
}

async function run(
  { cli, request, running, session, target, sink, options }: ExecOnHost,
  remote: RemoteHost,
  { input, began, lease }: { input?: HostInput; began: { command?: RemoteCommand }; lease?: LeaseWatch },
): Promise<CommandExit> {
  const started = startCommand(remote.stub, request, {
    onCut: ({ from, to }) => {
      session.progress.note(
        `orssh: ${escapeControl(target.target)}: ${to - from} bytes of the output were lost`,
      );
    },
  });
  const done = running.add(started);
  try {
    const command = await started.starting;
    began.command = command;
    const json = options.json === true;
    const note = session.progress.note.bind(session.progress);
    const told = noteLoose(cli, command, { host: target.target, json, note }).catch(() => undefined);
    const writing = sink.writeAll(command);
    const end = await (input ? Promise.race([writing, failedInput(input, command, running)]) : writing);
    began.command = undefined;
    await told;
    const hint = hintOf(end, target.target);
    if (hint !== undefined && !json) note(`orssh: ${escapeControl(target.target)}: ${hint}`);
    lease?.ended(end);
    return end;
  } finally {
    lease?.ended();
    done();
  }
}

/** Feeds the command. Rejects when the input cannot be had to its end: the command, which has a part of it, is killed. */
async function failedInput(
  input: HostInput,
  command: RemoteCommand,
  running: RunningCommands,
): Promise<never> {
  let broken: { error: unknown } | undefined;
  const chunks = async function* (): AsyncGenerator<Buffer> {
    try {
      yield* input.chunks;
    } catch (error) {
      broken = { error };
      throw error;
    }
  };
  // A command that no longer reads is free to do so: its own end tells the rest.
  await pipeline(chunks, command.stdin).catch(() => undefined);
  input.close();
  if (!broken) return new Promise(() => undefined);
  running.startNoMore();
  await command.kill('SIGKILL').catch(() => undefined);
  throw broken.error;
}
