import { available } from '../available.js';
import { type Given, onHosts } from '../on-hosts.js';
import { terminalMissing } from '../product/terminal.js';
import type { Profile } from '../profile.js';

/** Why OpenCode's tests cannot run here, or undefined. */
export function opencodeMissing(): string | undefined {
  const { opencode, missingOpencode } = available();
  return opencode ? undefined : (missingOpencode ?? 'OpenCode is not here');
}

/** Like {@link onHosts}, for tests that need the real OpenCode. */
export function onOpencode(
  profiles: Profile | Profile[],
  title: string,
  body: (given: Given) => Promise<void>,
  timeoutMs?: number,
): void {
  const missing = opencodeMissing();
  if (missing) test.skip(`${title} (skipped: ${missing})`, () => undefined);
  else onHosts(profiles, title, body, timeoutMs);
}

/** For tests that also need a terminal. */
export function onTui(
  profiles: Profile | Profile[],
  title: string,
  body: (given: Given) => Promise<void>,
  timeoutMs?: number,
): void {
  if (terminalMissing) test.skip(`${title} (skipped: ${terminalMissing})`, () => undefined);
  else onOpencode(profiles, title, body, timeoutMs);
}
