import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';

import { StubError } from '@orssh/adaptor/stub-error';

import type { AgentFile } from '../agent-file.js';
import { type CommandEnd, type CommandStub, HostCommand } from '../command/host-command.js';
import { requestFor } from './request-for.js';
import { sessionVariable } from './shell-variables.js';

/** For a host that is away, from when it went. */
const patienceMs = 120_000;
/** For a command that was told to end, before it is killed. */
const graceMs = 3000;
/** For the answer to that. */
const lastWordMs = graceMs + 500;
/** As ssh says that it is the way that failed. */
const wayFailed = 255;

export type HoldingStub = CommandStub & {
  /** Of the slash command that is under way. */
  commandSession(): Promise<string | undefined>;
  /** Once it resolves, what is asked for with this key ends with this process. */
  hold(key: string): Promise<void>;
};

export interface ShellProcess {
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Undefined where nothing can come. */
  stdin: Readable | undefined;
  stdout: Writable;
  stderr: Writable;
  /** Calls back with the name of each signal that asks this process to end. */
  onSignal: (heard: (name: NodeJS.Signals) => void) => void;
  patienceMs?: number;
}

/** Runs a line on the host as if it were run here; resolves with the exit code. Nothing is ever run here. */
export async function runShell(
  stub: HoldingStub,
  file: AgentFile,
  line: string,
  shell: ShellProcess,
): Promise<number> {
  const key = crypto.randomUUID();
  // One that cannot be held is only ended by what this process still does.
  const holding = stub.hold(key).catch(() => undefined);
  const named = shell.env[sessionVariable];
  const sessionID = named ?? (await stub.commandSession().catch(() => undefined));
  // What a slash command's template runs is started without a session, and read from stdout alone.
  const reasonsTo = named === undefined ? shell.stdout : shell.stderr;
  const giveUp = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let broken = false;
  const onAway = (why: string | undefined): void => {
    if (why === undefined) {
      clearTimeout(timer);
      timer = undefined;
      return;
    }
    if (timer) return;
    const message = `${why} Waiting for ${file.host}.`;
    shell.stderr.write(`orssh: ${message}\n`);
    timer = setTimeout(() => {
      giveUp.abort(new Error(`${file.host} did not come back; what was begun there is ended when it does.`));
    }, shell.patienceMs ?? patienceMs);
  };
  const command = new HostCommand(stub, await requestFor(file, line, { ...shell, sessionID }), {
    ...{ host: file.host, key, signal: giveUp.signal, onAway },
    onStart: (begun) => {
      shell.stdin?.pipe(begun.stdin);
    },
    onOutput: async ({ stream, data }) => {
      const to = stream === 'stdout' ? shell.stdout : shell.stderr;
      if (!broken && !to.write(data))
        await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => undefined);
    },
  });
  let ended: NodeJS.Signals | undefined;
  const end = (name: NodeJS.Signals): void => {
    ended ??= name;
    command.kill(name, { graceMs, signal: giveUp.signal }).catch(() => undefined);
    setTimeout(() => {
      giveUp.abort(new SignalledError(name));
    }, lastWordMs).unref();
  };
  shell.onSignal(end);
  for (const to of [shell.stdout, shell.stderr]) {
    to.on('error', () => {
      broken = true;
      end('SIGHUP');
    });
  }
  try {
    await holding;
    return exitCodeOf(await command.run(), file.host, shell);
  } catch (error) {
    if (error instanceof SignalledError) return codeOf(error.signal);
    if (ended !== undefined && error instanceof StubError && error.code === 'withdrawn') return codeOf(ended);
    reasonsTo.write(`orssh: ${readable(error)}\n`);
    return wayFailed;
  } finally {
    clearTimeout(timer);
  }
}

class SignalledError extends Error {
  override name = 'SignalledError';

  constructor(readonly signal: NodeJS.Signals) {
    super(signal);
  }
}

/** Of one that a signal has ended, as shells say it. */
function codeOf(name: string): number {
  return 128 + ((constants.signals[name as NodeJS.Signals] as number | undefined) ?? 0);
}

function exitCodeOf(end: CommandEnd, host: string, { stderr }: ShellProcess): number {
  if (end?.signal != null) return codeOf(end.signal);
  if (end?.exitCode != null) return end.exitCode;
  stderr.write(
    `orssh: what ran the command on ${host} was started anew: the command ended with it, or runs on unfollowed where that was killed.\n`,
  );
  return wayFailed;
}

function readable(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'remedy' in error && typeof error.remedy === 'string'
    ? `${error.message} ${error.remedy}`
    : error.message;
}
