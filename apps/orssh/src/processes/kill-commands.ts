import type { RemoteHost } from '@orssh/adaptor';

import { escapeControl } from '../output/escape-control.js';
import { isUnfinished } from './list-commands.js';

export interface KillRequest {
  ids: readonly string[];
  /** Every command that runs. */
  all?: boolean;
  signal: string;
  graceMs?: number;
}

export interface KilledCommand {
  host: string;
  id: string;
  pid?: number | null;
  signal: string;
}

/** Signals what is named by id or pid and runs; `missing` is what was named and does not. Without a host nothing runs. */
export async function killCommands(
  host: Pick<RemoteHost, 'stub' | 'destination'> | undefined,
  { ids, all, signal, graceMs }: KillRequest,
): Promise<{ killed: KilledCommand[]; missing: string[] }> {
  const running = (await host?.stub.commands())?.filter(isUnfinished) ?? [];
  const isNamed = (names: readonly string[], { id, pid }: { id: string; pid?: number | null }) =>
    names.includes(id) || (typeof pid === 'number' && names.includes(pid.toString()));
  const chosen = running.filter((command) => all === true || isNamed(ids, command));
  const killed = await Promise.all(
    chosen.map(async ({ id }) => {
      const { pid } = (await host?.stub.kill(id, { name: signal, graceMs })) ?? {};
      return { host: host?.destination.target ?? '', id, pid, signal };
    }),
  );
  return { killed, missing: ids.filter((name) => !running.some((command) => isNamed([name], command))) };
}

export function renderKilled(
  killed: readonly KilledCommand[],
  target: string,
  missing: readonly string[],
): string {
  if (killed.length === 0) return missing.length > 0 ? '' : `no command runs on ${target}\n`;
  return killed
    .map(({ id, pid, signal }) => `${signal} to ${escapeControl(id)}, pid ${pid ?? '-'}\n`)
    .join('');
}
