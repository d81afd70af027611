import { drivers } from './drivers.js';
import type { DriverName, HostDriver, TestHost } from './hosts/host-driver.js';
import { addAlias, type Alias, type AliasOptions } from './near/alias.js';
import type { Profile } from './profile.js';

/** What a test is given: a fresh host, the name under which this machine knows it, and a place for clean-up. */
export interface Given {
  host: TestHost;
  /** What gave it. */
  driver: DriverName;
  /** ssh_config alias of the host, with its key and its known host key. */
  target: string;
  /** Another alias of the same host. */
  alias(options: AliasOptions): Promise<Alias>;
  /** Another host from the same driver. */
  start(profile: Profile): Promise<TestHost>;
  /** Runs after the test, last registered first, before the hosts stop. */
  defer(step: () => unknown): void;
  /** What a failure of the test shows besides the error. */
  explain(title: string, tell: () => string | Promise<string>): void;
}

export interface OnHostsOptions {
  timeoutMs?: number;
  /** On the first driver that has the profile: for what happens on this machine, where any host will do. */
  once?: boolean;
}

/** One test for each profile on each driver; those that cannot be had here are skipped, with the reason in the title. */
export function onHosts(
  profiles: Profile | Profile[],
  title: string,
  body: (given: Given) => Promise<void>,
  { timeoutMs, once = false }: OnHostsOptions = {},
): void {
  for (const profile of [profiles].flat()) {
    const first = drivers.find((driver) => driver.missing(profile) === undefined) ?? drivers[0];
    for (const driver of drivers) {
      if (once && driver !== first) continue;
      const name = `${title} [${profile.name}, ${driver.name}]`;
      const missing = driver.missing(profile);
      if (missing) test.skip(`${name} (skipped: ${missing})`, () => undefined);
      else test(name, () => withHost(driver, profile, body), timeoutMs);
    }
  }
}

interface Explanation {
  title: string;
  tell: () => string | Promise<string>;
}

async function explained(error: unknown, explanations: Explanation[]): Promise<unknown> {
  if (!(error instanceof Error)) return error;
  for (const { title, tell } of explanations) {
    const text = await Promise.resolve(tell()).catch(String);
    const added = `\n--- ${title}:\n${text.slice(-8000)}`;
    error.message += added;
    error.stack = (error.stack ?? '') + added;
  }
  return error;
}

async function withHost(
  driver: HostDriver,
  profile: Profile,
  body: (given: Given) => Promise<void>,
): Promise<void> {
  const steps: (() => unknown)[] = [];
  const explanations: Explanation[] = [];
  const start = async (wanted: Profile): Promise<TestHost> => {
    const host = await driver.start(wanted);
    steps.push(() => host.stop());
    return host;
  };
  try {
    const host = await start(profile);
    const { name: target } = await addAlias(host);
    await body({
      host,
      driver: driver.name,
      target,
      alias: (options) => addAlias(host, options),
      start,
      defer: (step) => steps.push(step),
      explain: (title, tell) => explanations.push({ title, tell }),
    });
  } catch (error) {
    throw await explained(error, explanations);
  } finally {
    for (const step of steps.reverse()) await step();
  }
}
