import { readdir, readFile } from 'node:fs/promises';

/** Kills what `parent` has started, however fast it forks: all are stopped first, so that none gets away. */
export async function killDescendants(parent: number): Promise<void> {
  for (const pid of await stopped(parent)) send(pid, 'SIGKILL');
}

/** Stops what `parent` has started, until the returned function is called. */
export async function freezeDescendants(parent: number): Promise<() => void> {
  const frozen = await stopped(parent);
  return () => {
    for (const pid of frozen) send(pid, 'SIGCONT');
  };
}

async function stopped(parent: number): Promise<Set<number>> {
  const all = new Set<number>();
  for (;;) {
    const running = (await descendantsOf(parent)).filter((pid) => !all.has(pid));
    if (running.length === 0) return all;
    for (const pid of running) {
      send(pid, 'SIGSTOP');
      all.add(pid);
    }
  }
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
