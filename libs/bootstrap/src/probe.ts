import type { Connection } from '@orssh/tunnel';

import { BootstrapError } from './errors.js';
import type { Answer } from './parse-answer.js';
import { type Platform, type StubArch, stubArchs } from './platform.js';
import { probeScript } from './probe-script.js';
import { runScript } from './run-script.js';
import type { StubBinaries, StubBinary } from './stub-binaries.js';

export interface ProbeOptions {
  stubs: StubBinaries;
  /** As `checkRoot` gives it. */
  root: string;
  launchFlags: string;
  signal: AbortSignal;
}

/** What a host is, and what its stub said if the wanted one was there already. */
export interface HostReport {
  platform: Platform;
  /** The stub for it. */
  binary: StubBinary;
  root: string;
  home: string;
  /** Output of the wanted stub's `launch`; absent where the host does not have that binary. */
  launch?: { printed: string; code: number };
  /** Files that have the wanted stub's name and other bytes; they were not run. */
  damaged: string[];
  /** The rest is looked at only when that launch did not succeed. */
  user?: string;
  /** Names of the stub binaries in `bin/`; they carry version and hash. */
  present: string[];
  freeKiB?: number;
  /** Why no program can be put into the root and run there, as the host said it. */
  problem?: string;
  /** Folders where one could. */
  elsewhere: string[];
  gzip: boolean;
  sha256?: 'sha256sum' | 'openssl';
}

/**
 * Looks at a host in one round trip, which also starts the wanted stub where it is there. Rejects with `not_linux` and
 * `unknown_arch` for hosts that no stub runs on, with `stub_missing` where this installation lacks theirs.
 */
export async function probe(connection: Connection, options: ProbeOptions): Promise<HostReport> {
  const { stubs, root, launchFlags, signal } = options;
  const wanted = Object.fromEntries(stubs.binaries.map(({ arch, sha256 }) => [arch, sha256]));
  const answer = await runScript(
    connection,
    (marker) => probeScript({ marker, root, wanted, launchFlags }),
    signal,
  );
  return report(answer, connection.destination.target, stubs);
}

function report(answer: Answer, host: string, stubs: StubBinaries): HostReport {
  const text = (key: string) => (answer.get(key) === '' ? undefined : answer.get(key));
  const list = (key: string) => text(key)?.split('\n') ?? [];
  const resolvedRoot = text('root');
  if (!resolvedRoot?.startsWith('/') || /[\n\ufffd]/.test(resolvedRoot)) throw badHome(host, resolvedRoot);
  const free = Number(text('free_kib'));
  const launch = answer.get('launch');
  return {
    ...platformOf(answer, host, stubs),
    root: resolvedRoot,
    home: text('home') ?? '',
    launch: launch === undefined ? undefined : { printed: launch, code: Number(text('launch_rc')) },
    damaged: list('damaged'),
    user: text('user'),
    present: list('have'),
    freeKiB: text('free_kib') !== undefined && Number.isSafeInteger(free) ? free : undefined,
    problem: text('problem'),
    elsewhere: list('elsewhere'),
    gzip: answer.has('gzip'),
    sha256: (['sha256sum', 'openssl'] as const).find((tool) => tool === text('sha256')),
  };
}

function platformOf(
  answer: Answer,
  host: string,
  stubs: StubBinaries,
): Pick<HostReport, 'platform' | 'binary'> {
  const os = answer.get('os') ?? '';
  const machine = answer.get('machine') ?? '';
  const arch: StubArch | undefined = stubArchs.find((name) => name === answer.get('arch'));
  if (os !== 'Linux')
    throw new BootstrapError({
      code: 'not_linux',
      host,
      message: `${host} runs ${JSON.stringify(os)}; the stub runs on Linux only.`,
      remedy: 'Use a Linux host.',
    });
  if (arch === undefined)
    throw new BootstrapError({
      code: 'unknown_arch',
      host,
      message: `${host} has the architecture ${JSON.stringify(machine)}, for which there is no stub.`,
      remedy: `Use a host of one of these: ${stubArchs.join(', ')}.`,
    });
  const binary = stubs.get(arch);
  if (!binary)
    throw new BootstrapError({
      code: 'stub_missing',
      host,
      message: `${host} is ${machine}, and ${stubs.directory} has no stub for linux/${arch}.`,
      remedy: `Build it from a checkout with \`node tools/stub-build/build.mjs --targets ${arch}\`.`,
    });
  return { platform: { os: 'linux', arch, machine }, binary };
}

function badHome(host: string, root: string | undefined): BootstrapError {
  return new BootstrapError({
    code: 'bad_root',
    host,
    message: `The home on ${host} cannot hold the stub: its root would be ${JSON.stringify(root ?? '')}.`,
    remedy: 'Give an absolute install root with --install-root.',
  });
}
