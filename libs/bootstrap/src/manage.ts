import { parseHostJson } from '@orssh/protocol';
import type { Connection } from '@orssh/tunnel';

import { BootstrapError } from './errors.js';
import { excerpt } from './excerpt.js';
import { type Managed, manageScript } from './manage-script.js';
import type { Answer } from './parse-answer.js';
import type { RememberedStubs } from './remember.js';
import { checkRoot } from './root.js';
import { runScript } from './run-script.js';
import { withDeadline } from './with-deadline.js';

export interface ManageOptions {
  /** As at bootstrap. */
  installRoot?: string;
  signal?: AbortSignal;
  /** Default 30 000. */
  timeoutMs?: number;
}

/** What `status --json` of the stub says, or that there is none. */
export interface StubStatus {
  /** Resolved root on the host. */
  root: string;
  installed: boolean;
  running: boolean;
  /** The stub's own answer; fields by `stub status --json`. Absent when it is not installed. */
  details?: Record<string, unknown>;
}

/** Looks at the stub through exec, whether or not it runs. */
export async function stubStatus(connection: Connection, options: ManageOptions = {}): Promise<StubStatus> {
  const answer = await manage(connection, 'status', options);
  const root = answer.get('root') ?? '';
  if (!answer.has('installed')) return { root, installed: false, running: false };
  const details = stubJson(answer, connection);
  return { root, installed: true, running: details['running'] === true, details };
}

/** Stops the stub and its commands; `stopped` is false when none ran. */
export async function stopStub(
  connection: Connection,
  options: ManageOptions = {},
): Promise<{ root: string; stopped: boolean }> {
  const answer = await manage(connection, 'stop', options);
  const root = answer.get('root') ?? '';
  if (!answer.has('installed')) return { root, stopped: false };
  return { root, stopped: stubJson(answer, connection)['wasRunning'] === true };
}

/**
 * Stops the stub, removes what it put into its root, and forgets it here. `removed` is false when it was not installed; `left` names
 * what else is in the folder, which then stays.
 */
export async function uninstallStub(
  connection: Connection,
  options: ManageOptions & { remembered?: RememberedStubs } = {},
): Promise<{ root: string; removed: boolean; left: string[] }> {
  const answer = await manage(connection, 'uninstall', options);
  const root = answer.get('root') ?? '';
  const removed = answer.has('installed');
  if (removed) stubJson(answer, connection);
  const problem = answer.get('problem');
  if (problem !== undefined) throw failed(connection, problem);
  await options.remembered?.forget(connection.destination, options.installRoot);
  return { root, removed, left: answer.get('left')?.split('\n').filter(Boolean) ?? [] };
}

export function notInstalled(host: string): BootstrapError {
  return new BootstrapError({
    code: 'not_installed',
    host,
    message: `There is no log of a stub on ${host}: it was never started there.`,
    remedy: `Start it with \`orssh setup ${host}\`, or name its folder with --install-root.`,
  });
}

/** Runs one of the stub's subcommands on the host. */
export async function manage(
  connection: Connection,
  what: Managed,
  options: ManageOptions,
  flags: readonly string[] = [],
): Promise<Answer> {
  const host = connection.destination.target;
  const root = checkRoot(options.installRoot, host);
  const answer = await withDeadline({ ...options, host, defaultMs: 30_000 }, (signal) =>
    runScript(connection, (marker) => manageScript(marker, root, what, flags), signal),
  );
  if (answer.has('foreign')) throw failed(connection, `${answer.get('root') ?? root} is of another user`);
  const damaged = answer.get('damaged');
  if (damaged !== undefined) throw notRun(host, damaged);
  return answer;
}

/** The stub's own JSON; what it could not do is `stub_failed`. */
export function stubJson(answer: Answer, connection: Connection): Record<string, unknown> {
  const printed = answer.get('printed') ?? '';
  for (const line of printed.split('\n')) {
    if (!line.startsWith('{')) continue;
    try {
      return parseHostJson(line) as Record<string, unknown>;
    } catch {
      break;
    }
  }
  throw failed(connection, printed);
}

function notRun(host: string, path: string): BootstrapError {
  return new BootstrapError({
    code: 'stub_damaged',
    host,
    message: `The stub on ${host} has other bytes than its name says, and was not run${excerpt(path)}.`,
    remedy: `Put it there anew with \`orssh setup ${host}\`.`,
  });
}

function failed({ destination: { target: host } }: Connection, said: string): BootstrapError {
  return new BootstrapError({
    code: 'stub_failed',
    host,
    message: `The stub on ${host} could not do that${excerpt(said)}.`,
    remedy: `Look at \`orssh logs ${host}\`.`,
  });
}
