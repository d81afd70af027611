import { readdir, readFile } from 'node:fs/promises';

/** Kills what `parent` has started, however fast it forks: all are stopped first, so that none gets away. */
export async function killDescendants(parent: number): Promise<void> {
  const stopped = new Set<number>();
  for (;;) {
    const running = (await descendantsOf(parent)).filter((pid) => !stopped.has(pid));
    if (running.length === 0) break;
    for (const pid of running) {
      send(pid, 'SIGSTOP');
      stopped.add(pid);
    }
  }
  for (const pid of stopped) send(pid, 'SIGKILL');
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}

/** Processes started by `parent`, directly or not, the deepest first. Linux only; the dead do not count. */
async function descendantsOf(parent: number): Promise<number[]> {
  const children = new Map<number, number[]>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const pid = Number(name);
    const ppid = await parentOf(pid);
    if (ppid !== undefined) children.set(ppid, [...(children.get(ppid) ?? []), pid]);
  }
  const collect = (pid: number): number[] =>
    (children.get(pid) ?? []).flatMap((child) => [...collect(child), child]);
  return collect(parent);
}

async function parentOf(pid: number): Promise<number | undefined> {
  try {
    // proc(5): the name stands in parentheses and may hold spaces; state and parent follow.
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : Number(ppid);
  } catch {
    return undefined;
  }
}
