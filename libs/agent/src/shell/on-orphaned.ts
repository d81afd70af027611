const lookMs = 500;

/** Calls back once when the process that started this one is gone: nobody is left who could want what it does. */
export function onOrphaned(gone: () => void, parent: () => number = () => process.ppid): void {
  const first = parent();
  const timer = setInterval(() => {
    if (parent() === first) return;
    clearInterval(timer);
    gone();
  }, lookMs);
  timer.unref();
}
