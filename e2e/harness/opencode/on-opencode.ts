import { available } from '../available.js';
import { type Given, onHosts, type OnHostsOptions } from '../on-hosts.js';
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
  options?: OnHostsOptions,
): void {
  const missing = opencodeMissing();
  if (missing) test.skip(`${title} (skipped: ${missing})`, () => undefined);
  else onHosts(profiles, title, body, options);
}

/** For tests that also need a terminal. */
export function onTui(
  profiles: Profile | Profile[],
  title: string,
  body: (given: Given) => Promise<void>,
  options?: OnHostsOptions,
): void {
  if (terminalMissing) test.skip(`${title} (skipped: ${terminalMissing})`, () => undefined);
  else onOpencode(profiles, title, body, options);
}

/** For tests of what happens on this machine, where any host will do: on one driver. */
export const onceOnOpencode: typeof onOpencode = (profiles, title, body, options) => {
  onOpencode(profiles, title, body, { ...options, once: true });
};

/** For those that also need a terminal. */
export const onceOnTui: typeof onTui = (profiles, title, body, options) => {
  onTui(profiles, title, body, { ...options, once: true });
};
