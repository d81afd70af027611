import { readable } from './errors.js';
import type { Instance } from './instance.js';

/** OpenCode waits for its plugins; this is not worth waiting for. */
const delayMs = 1_000;

/** Says early what is wrong with the options in opencode.json: in the log, and once as a toast. */
export function checkOptions(instance: Instance): void {
  if (instance.options === undefined) return;
  const timer = setTimeout(() => {
    instance.registry().catch((error: unknown) => {
      const text = readable(error);
      instance.log('error', text);
      instance.toast({ level: 'error', title: 'SSH hosts', message: text });
    });
  }, delayMs);
  timer.unref();
}
