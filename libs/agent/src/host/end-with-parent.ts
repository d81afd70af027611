/** Names, in an agent host, the process in front of it, which ends it; that is its process group as well. */
export const parentVariable = 'ORSSH_AGENT_PARENT';

const lookMs = 1_000;
const patienceMs = 2_000;

/**
 * For what runs within an agent host: ends its whole process group soon after the process in front of it has ended, which by itself
 * ends it with the process that wanted it. Nothing where there is no such process. The returned function stops looking.
 */
export function endWithParent(env: NodeJS.ProcessEnv = process.env): () => void {
  const parent = Number(env[parentVariable]);
  if (!Number.isSafeInteger(parent) || parent <= 1) return () => undefined;
  let ending = false;
  const timer = setInterval(() => {
    if (ending || process.ppid === parent) return;
    ending = true;
    endGroup(parent, 'SIGTERM');
    setTimeout(() => {
      endGroup(parent, 'SIGKILL');
      process.kill(process.pid, 'SIGKILL');
    }, patienceMs);
  }, lookMs);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

function endGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended.
  }
}
