import type { Connection } from '@orssh/tunnel';

import { BootstrapError } from './errors.js';
import type { BootstrapEvent } from './events.js';
import { launchFlagsOf } from './launch-flags.js';
import { stubStatus } from './manage.js';
import { probe } from './probe.js';
import { reach } from './reach.js';
import { readToken } from './read-token.js';
import { recall } from './recall.js';
import type { RememberedStubs } from './remember.js';
import { rememberToken } from './remember-token.js';
import { checkRoot } from './root.js';
import { type RunningStub, runningStub } from './running-stub.js';
import { start } from './start.js';
import { Stopwatch } from './stopwatch.js';
import type { StubBinaries } from './stub-binaries.js';
import { StubToken } from './stub-token.js';
import { withDeadline } from './with-deadline.js';

export interface BootstrapOptions {
  stubs: StubBinaries;
  /** Where the stub lives on the host: absolute, or `~/…`. Default `~/.opencode-remote-ssh`. */
  installRoot?: string;
  /** How long an unused stub stays, as Go writes durations (`30m`, `0` for ever). Default 30 minutes. */
  idleTimeout?: string;
  /** Where running stubs are remembered; without it every bootstrap looks at the host. */
  remembered?: RememberedStubs;
  onProgress?: (event: BootstrapEvent) => void;
  signal?: AbortSignal;
  /** For the whole of it, upload included. Default 120 000. */
  timeoutMs?: number;
  /** For the answer of a stub that listens. Default 10 000. */
  answerTimeoutMs?: number;
  /** Only a stub that runs already will do: nothing is put there or started; rejects with `not_running`. */
  ifRunning?: boolean;
}

/** From an SSH login to a stub that proved who it is. Leaves the connection open whatever happens. */
export async function bootstrap(connection: Connection, options: BootstrapOptions): Promise<RunningStub> {
  const host = connection.destination.target;
  return withDeadline({ ...options, host, defaultMs: 120_000 }, async (signal) => {
    const watch = new Stopwatch();
    const known = await byMemory(connection, { ...options, signal }, watch);
    if (known) return known;
    if (options.ifRunning) await mustRun(connection, { ...options, signal });
    return byProbe(connection, { ...options, signal }, watch);
  });
}

type Steps = BootstrapOptions & { signal: AbortSignal };

async function mustRun(connection: Connection, { installRoot, signal }: Steps): Promise<void> {
  const { running } = await stubStatus(connection, { installRoot, signal });
  const { target: host } = connection.destination;
  if (running) return;
  throw new BootstrapError({
    code: 'not_running',
    host,
    message: `No stub runs on ${host}.`,
    remedy: `Nothing was started for this; \`orssh setup ${host}\` would start one.`,
  });
}

async function byMemory(
  connection: Connection,
  steps: Steps,
  watch: Stopwatch,
): Promise<RunningStub | undefined> {
  const { remembered, onProgress } = steps;
  if (!remembered) return undefined;
  const recalled = await watch.time('recallMs', () => recall(connection, { ...steps, remembered }));
  onProgress?.({ step: 'recall', result: recalled ? 'hit' : 'miss' });
  if (!recalled) return undefined;
  onProgress?.({ step: 'ready', transport: recalled.transport });
  const { ready, platform } = recalled.record;
  const token = tokenOf(connection, steps, recalled.record.token);
  const timings = watch.timings();
  return runningStub(recalled, { connection, ready, platform, token, how: 'remembered', timings });
}

async function byProbe(connection: Connection, steps: Steps, watch: Stopwatch): Promise<RunningStub> {
  const { stubs, installRoot, signal } = steps;
  const { target: host } = connection.destination;
  const root = checkRoot(installRoot, host);
  const launchFlags = launchFlagsOf(steps.idleTimeout, host);
  const onProgress = steps.onProgress ?? (() => undefined);

  onProgress({ step: 'probe' });
  const report = await watch.time('probeMs', () => probe(connection, { stubs, root, launchFlags, signal }));
  const { platform, freeKiB, launch } = report;
  onProgress({ step: 'probed', platform, root: report.root, installed: launch?.code === 0, freeKiB });

  for (const path of report.damaged) onProgress({ step: 'notice', message: otherBytes(host, path) });

  const starting = () => start(connection, { report, launchFlags, onProgress, signal });
  const { ready: started, how } =
    launch?.code === 0 ? await starting() : await watch.time('installMs', starting);
  const { token: first, ...ready } = started;
  const token = tokenOf(connection, steps, first);
  onProgress({ step: 'started', ...ready });

  onProgress({ step: 'handshake' });
  const proven = await watch.time('handshakeMs', () =>
    token.use((value) =>
      reach(connection, { address: ready, token: value, signal, timeoutMs: steps.answerTimeoutMs }),
    ),
  );
  const { transport } = proven;
  await remember(connection, steps, { ready, platform, token: token.current, transport });
  onProgress({ step: 'ready', transport });
  return runningStub(proven, { connection, ready, platform, token, how, timings: watch.timings() });
}

function otherBytes(host: string, path: string): string {
  return `The stub ${path} on ${host} has other bytes than were installed: it was not run, and is put there anew.`;
}

function tokenOf(connection: Connection, { installRoot, remembered }: Steps, value: string): StubToken {
  return new StubToken(value, async () => {
    const token = await readToken(connection, { installRoot });
    if (token !== undefined) await rememberToken(connection, { installRoot, remembered }, token);
    return token;
  });
}

async function remember(
  { destination, hostKey }: Connection,
  { remembered, installRoot }: Steps,
  stub: Pick<RunningStub, 'ready' | 'platform' | 'token' | 'transport'>,
): Promise<void> {
  try {
    await remembered?.set(destination, installRoot, { v: 1, hostKey: hostKey.fingerprint, ...stub });
  } catch {
    // A read-only home costs the next connection its short cut, not this one its stub.
  }
}
