import type { RemoteHost } from '@orssh/adaptor';
import { duration } from '@orssh/doctor/duration';
import type { Command } from '@orssh/protocol';

import type { Cli } from '../cli.js';
import { colorsFor } from '../output/colors.js';
import { fitted } from '../output/cut.js';
import { escapeControl } from '../output/escape-control.js';
import { shellWord } from '../output/shell-word.js';
import { table } from '../output/table.js';

/** A command on a host, as `orssh ps` shows it. */
export interface ListedCommand extends Pick<
  Command,
  'id' | 'pid' | 'state' | 'startedAt' | 'cwd' | 'argv' | 'command' | 'exitCode' | 'signal'
> {
  host: string;
  /** How long it has been running, or ran. */
  forMs?: number;
  /** Whose it is, where somebody said so: the holder of a lease, or a workspace. */
  by?: string;
}

/** The commands of the stub, oldest first; with `all` those that have ended as well. */
export async function listCommands(
  { stub, destination }: Pick<RemoteHost, 'stub' | 'destination'>,
  { all, now = Date.now() }: { all?: boolean; now?: number } = {},
): Promise<ListedCommand[]> {
  const commands = await stub.commands();
  const byStart = (a: Command, b: Command) => (a.startedAt ?? now) - (b.startedAt ?? now);
  return commands
    .filter((command) => all === true || isUnfinished(command))
    .sort(byStart)
    .map(({ id, pid, state, startedAt, endedAt, cwd, argv, command, exitCode, signal, ...whose }) => ({
      host: destination.target,
      id,
      pid,
      state,
      startedAt,
      // The host's clock may be ahead of this one.
      forMs: startedAt
        ? Math.max(0, (isUnfinished({ state }) ? now : (endedAt ?? now)) - startedAt)
        : undefined,
      by: ownerOf(whose),
      cwd,
      argv,
      command,
      exitCode,
      signal,
    }));
}

/** Who started it under a lease; else whose workspace it is of, if of one. */
function ownerOf({ startedBy, workspaceID }: Pick<Command, 'startedBy' | 'workspaceID'>): string | undefined {
  if (startedBy) return `${startedBy.workspace} of ${startedBy.user}@${startedBy.machine}`;
  return workspaceID === '' ? undefined : workspaceID;
}

export function isUnfinished({ state }: Pick<Command, 'state'>): boolean {
  return state === 'running' || state === 'waiting';
}

export function renderCommands(cli: Cli, commands: readonly ListedCommand[], target: string): string {
  if (commands.length === 0) return `no command runs on ${target}\n`;
  const rows = commands.map((command) => [
    command.id,
    command.pid?.toString() ?? '-',
    describeState(command),
    command.forMs === undefined ? '-' : duration(command.forMs),
    command.by ?? '-',
    line(command),
  ]);
  const cells = rows.map((row) => row.map(escapeControl));
  const names = ['id', 'pid', 'state', 'for', 'by', 'command'];
  return fitted(cli.stdout, table(names, cells, colorsFor(cli.stdout, cli.env)));
}

function describeState({ state, exitCode, signal }: ListedCommand): string {
  if (state !== 'exited') return state;
  return signal ?? `exited ${exitCode ?? '?'}`;
}

/** As a person would have typed it. */
function line({ argv, command = '' }: ListedCommand): string {
  return argv ? argv.map(shellWord).join(' ') : command;
}
