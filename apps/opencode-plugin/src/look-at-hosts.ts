import type { Registry } from '@orssh/registry';

import { readable } from './errors.js';
import type { Instance } from './instance.js';

/** Folders of one OpenCode mostly have the same options. */
const told = new Set<string>();

/**
 * Reads early which hosts there are, for `offer`, and says what is wrong with their configuration: in the log, and once as a toast.
 * OpenCode waits for its plugins, and this is not worth waiting for: it begins after `delayMs`. The answer calls it off.
 */
export function lookAtHosts(
  instance: Instance,
  { delayMs, offer }: { delayMs: number; offer: (registry: Registry) => Promise<void> },
): () => void {
  let called = true;
  const timer = setTimeout(() => {
    const tell = (level: 'warn' | 'error', text: string): void => {
      instance.log(level, text);
      if (told.has(text)) return;
      told.add(text);
      instance.toast({ level: level === 'warn' ? 'warning' : level, title: 'SSH hosts', message: text });
    };
    const look = async (): Promise<void> => {
      const registry = await instance.registry();
      for (const notice of registry.notices) tell('warn', notice);
      if (called) await offer(registry);
    };
    look().catch((error: unknown) => {
      tell('error', readable(error));
    });
  }, delayMs);
  timer.unref();
  return () => {
    called = false;
    clearTimeout(timer);
  };
}
