import type { RemoteCommand, RemoteHost } from '@orssh/adaptor';
import { duration } from '@orssh/doctor/duration';
import type { CommandExit, ExecRequest } from '@orssh/protocol';

import type { Cli } from '../cli.js';
import { commandExitCode, signalExitCode } from '../exit-code.js';
import type { HostSession } from '../host/session.js';
import { escapeControl } from '../output/escape-control.js';
import { Gate } from '../output/gate.js';
import { askPermission } from '../prompts/ask-permission.js';
import { feedStdin } from './feed-stdin.js';
import { BytesOutput, JsonOutput } from './command-output.js';
import { hintOf } from './hint-of.js';
import type { LeaseWatch } from './lease-watch.js';
import { noteLoose } from './note-loose.js';
import { startCommand, wasWithdrawn } from './start-command.js';

export interface FollowedCommand {
  cli: Cli;
  host: RemoteHost;
  session: HostSession;
  request: ExecRequest;
  json: boolean;
  /** Of the lease that it runs under. */
  lease?: LeaseWatch;
}

/** Runs the command to its end, passing output, input and signals on; resolves with the exit code of `orssh`. */
export async function followCommand(followed: FollowedCommand): Promise<number> {
  const { cli, host, session, request, json, lease } = followed;
  const { asker, progress } = session;
  const { target } = host.destination;
  const note = progress.note.bind(progress);
  let interrupted: string | undefined;
  const command = startCommand(host.stub, request, {
    signal: cli.interrupts.signal,
    onPermission: asker && ((permission) => askPermission(asker, permission, target)),
    onCut: ({ from, to }) => {
      progress.note(`orssh: ${to - from} bytes of the output were lost`);
    },
  });
  const release = cli.interrupts.ownedBy({
    forward: (signal) => {
      interrupted = signal;
      command.kill(signal).catch(() => undefined);
    },
    giveUp: () => command.kill('SIGKILL'),
  });
  let running: RemoteCommand | undefined;
  try {
    running = await command.starting;
    const told = noteLoose(cli, running, { host: target, json, note }).catch(() => undefined);
    const stopFeeding = request.stdin === 'pipe' ? feedStdin(cli, running.stdin) : () => undefined;
    const end = await (
      json ? new JsonOutput(new Gate(cli.stdout)) : new BytesOutput(cli.stdout, cli.stderr)
    ).writeAll(running);
    stopFeeding();
    lease?.ended(end);
    await told;
    if (!json) remark(end, { request, host: target, note });
    return commandExitCode(end);
  } catch (error) {
    if (interrupted !== undefined && wasWithdrawn(error)) return signalExitCode(interrupted);
    if (running && !cli.interrupts.signal.aborted) {
      progress.note(`orssh: the command (pid ${running.pid} there) was running, and may go on`);
    }
    throw error;
  } finally {
    lease?.ended();
    release();
  }
}

/** What the exit code alone does not tell. */
function remark(
  end: CommandExit,
  { request, host, note }: { request: ExecRequest; host: string; note: (text: string) => void },
): void {
  const { timeoutMs = 0 } = request;
  const hint = hintOf(end, host);
  if (end.timedOut) note(`orssh: the command was ended after ${duration(timeoutMs)} (--timeout)`);
  else if (end.signal !== null && !end.killed)
    note(`orssh: the command was ended by ${escapeControl(end.signal)}`);
  else if (hint !== undefined) note(`orssh: ${hint}`);
}
