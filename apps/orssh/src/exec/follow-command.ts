import type { RemoteCommand, RemoteHost } from '@orssh/adaptor';
import { duration } from '@orssh/doctor/duration';
import type { CommandExit, ExecRequest } from '@orssh/protocol';

import type { Cli } from '../cli.js';
import { commandExitCode } from '../exit-code.js';
import type { HostSession } from '../host/session.js';
import { Gate } from '../output/gate.js';
import { askPermission } from '../prompts/ask-permission.js';
import { feedStdin } from './feed-stdin.js';
import { BytesOutput, JsonOutput } from './command-output.js';
import type { LeaseWatch } from './lease-watch.js';

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
  const starting = host.stub.exec(request, {
    signal: cli.interrupts.signal,
    onPermission: asker && ((permission) => askPermission(asker, permission, host.destination.target)),
    onCut: ({ from, to }) => {
      progress.note(`orssh: ${to - from} bytes of the output were lost`);
    },
  });
  const release = cli.interrupts.ownedBy({
    forward: (signal) => void starting.then((command) => command.kill(signal)).catch(() => undefined),
    giveUp: () => starting.then((command) => command.kill('SIGKILL')),
  });
  let running: RemoteCommand | undefined;
  try {
    running = await starting;
    const stopFeeding = request.stdin === 'pipe' ? feedStdin(cli, running.stdin) : () => undefined;
    const end = await (
      json ? new JsonOutput(new Gate(cli.stdout)) : new BytesOutput(cli.stdout, cli.stderr)
    ).writeAll(running);
    stopFeeding();
    lease?.ended(end);
    if (!json) remark(end, request, progress.note.bind(progress));
    return commandExitCode(end);
  } catch (error) {
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
function remark(end: CommandExit, { timeoutMs = 0 }: ExecRequest, note: (text: string) => void): void {
  if (end.timedOut) note(`orssh: the command was ended after ${duration(timeoutMs)} (--timeout)`);
  else if (end.signal !== null && !end.killed) note(`orssh: the command was ended by ${end.signal}`);
}
