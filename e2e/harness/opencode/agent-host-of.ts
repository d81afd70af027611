import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually } from '../eventually.js';
import type { OpencodeHome } from './home.js';

/** The agent host of a workspace, as this machine's state has it. */
export interface AgentHostOf {
  /** Of the process in front of it, and of the group of all that it runs. */
  readonly group: number;
  readonly anchor: string;
  /** Asks it directly, not through the gateway. */
  get(path: string): Promise<unknown>;
}

interface OwnerRecord {
  agent?: { pid: number };
  endpoint?: { origin: string; authorization: string };
}

export function agentFolderOf({ env }: Pick<OpencodeHome, 'env'>, workspaceID: string): string {
  return join(env['XDG_STATE_HOME'] ?? '', 'opencode-remote-ssh', 'agents', workspaceID);
}

/** Once it is ready. */
export async function agentHostOf(home: OpencodeHome, workspaceID: string): Promise<AgentHostOf> {
  const folder = agentFolderOf(home, workspaceID);
  const record = await eventually(
    async () => {
      const text = await readFile(join(folder, 'owner.json'), 'utf8').catch(() => '{}');
      const { agent, endpoint } = JSON.parse(text) as OwnerRecord;
      // A record may be older than its agent host's end.
      return agent && (await runningIn(agent.pid)).length > 0 ? { agent, endpoint } : {};
    },
    ({ endpoint }) => endpoint !== undefined,
    90_000,
  );
  const { origin, authorization } = record.endpoint ?? { origin: '', authorization: '' };
  const anchor = join(folder, 'anchor');
  return {
    ...{ group: record.agent?.pid ?? 0, anchor },
    async get(path) {
      const url = `${origin}${path}?directory=${encodeURIComponent(anchor)}`;
      const response = await fetch(url, { headers: { authorization } });
      if (!response.ok) throw new Error(`${path} was answered ${response.status}`);
      return response.json();
    },
  };
}

/** What runs on this machine in a process group. */
export async function runningIn(group: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')));
  return stats.flatMap((stat, index) => {
    const [state, , pgrp] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(pgrp) === group && state !== 'Z' ? [Number(pids[index])] : [];
  });
}

/** Of a process group, in bytes: its own memory and its share of what it shares (PSS). */
export async function memoryOf(group: number): Promise<number> {
  const rollups = await Promise.all(
    (await runningIn(group)).map((pid) => readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')),
  );
  const kilobytes = rollups.map((text) => Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0));
  return 1024 * kilobytes.reduce((sum, each) => sum + each, 0);
}
