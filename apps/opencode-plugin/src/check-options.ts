import { readable } from './errors.js';
import type { Instance } from './instance.js';

/** Folders of one OpenCode mostly have the same options. */
const told = new Set<string>();

/**
 * Says early what is wrong with the options in opencode.json: in the log, and once as a toast. OpenCode waits for its plugins, and
 * this is not worth waiting for: it begins after `delayMs`. The answer calls it off.
 */
export function checkOptions(instance: Instance, delayMs: number): () => void {
  if (instance.options === undefined) return () => undefined;
  const timer = setTimeout(() => {
    const tell = (level: 'warn' | 'error', text: string): void => {
      instance.log(level, text);
      if (told.has(text)) return;
      told.add(text);
      instance.toast({ level: level === 'warn' ? 'warning' : level, title: 'SSH hosts', message: text });
    };
    instance.registry().then(
      ({ notices }) => {
        for (const notice of notices) tell('warn', notice);
      },
      (error: unknown) => {
        tell('error', readable(error));
      },
    );
  }, delayMs);
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
}
