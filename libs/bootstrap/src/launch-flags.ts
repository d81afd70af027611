import { BootstrapError } from './errors.js';

/** Flags for the stub's `launch`, safe to stand unquoted in a script. */
export function launchFlagsOf(idleTimeout: string | undefined, host: string): string {
  if (idleTimeout === undefined) return '';
  if (/^(0|(\d+(\.\d+)?(ms|s|m|h))+)$/.test(idleTimeout)) return `--idle-timeout ${idleTimeout}`;
  throw new BootstrapError({
    code: 'bad_option',
    host,
    message: `The idle timeout ${JSON.stringify(idleTimeout)} for ${host} is not a duration.`,
    remedy: 'Write it as 30m, 1h30m or 90s; 0 means never.',
  });
}
