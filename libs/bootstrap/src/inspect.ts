import type { Connection } from '@orssh/tunnel';

import { BootstrapError } from './errors.js';
import { excerpt } from './excerpt.js';
import { folderProblem } from './folder-problem.js';
import { inspectScript } from './inspect-script.js';
import { type StubArch, stubArchs } from './platform.js';
import { checkRoot } from './root.js';
import { askScript } from './run-script.js';
import type { StubBinaries } from './stub-binaries.js';
import { withDeadline } from './with-deadline.js';

export interface InspectOptions {
  stubs?: StubBinaries;
  /** As at bootstrap. */
  installRoot?: string;
  signal?: AbortSignal;
  /** Default 20 000. */
  timeoutMs?: number;
}

/** What a host is, by one look that starts nothing and leaves nothing. Text is as the host said it. */
export interface HostInspection {
  /** What the login printed before our script had its say: the work of start-up files. */
  noise: string;
  os: string;
  /** As `uname -m` says. */
  machine: string;
  /** The stub's architecture for it; absent: there is none. */
  arch?: StubArch;
  kernel: string;
  /** Security modules of its kernel (`landlock`, …); absent where it does not say. */
  securityModules?: string[];
  user: string;
  home: string;
  /** The login shell. */
  shell: string;
  root: string;
  /** Names of the stub binaries in `bin/`. */
  present: string[];
  /** Why no program can be put into the root and run there. */
  problem?: BootstrapError;
  freeKiB?: number;
  /** Type and mount options of the root's file system: `ext4`, `rw,noexec`. */
  fileSystem?: { type: string; options: string[] };
  /** Seconds since 1970 by the host's clock. */
  nowSeconds?: number;
  /** Milliseconds from sending the script to its answer. */
  tookMs: number;
}

/** Looks at a host. Rejects with `no_shell` and `hostile_response` where no script runs there. */
export async function inspectHost(
  connection: Connection,
  options: InspectOptions = {},
): Promise<HostInspection> {
  const host = connection.destination.target;
  const root = checkRoot(options.installRoot, host);
  const wanted = Object.fromEntries(options.stubs?.binaries.map(({ arch, sha256 }) => [arch, sha256]) ?? []);
  const from = performance.now();
  const { answer, noise } = await withDeadline({ ...options, host, defaultMs: 20_000 }, (signal) =>
    askScript(connection, (marker) => inspectScript({ marker, root, wanted }), signal),
  );
  const text = (key: string): string => answer.get(key) ?? '';
  const number = (key: string): number | undefined =>
    /^\d{1,15}$/.test(text(key)) ? Number(text(key)) : undefined;
  const list = (key: string): string[] => text(key).split('\n').filter(Boolean);
  const [type, mounted = ''] = text('file_system').split(' ');
  const said = text('problem');
  const place = { host, root: text('root'), user: text('user'), freeKiB: number('free_kib') };
  return {
    noise,
    os: text('os'),
    machine: text('machine'),
    arch: stubArchs.find((name) => name === text('arch')),
    kernel: text('kernel'),
    securityModules: answer.has('lsm') ? text('lsm').split(',') : undefined,
    user: text('user'),
    home: text('home'),
    shell: text('shell'),
    root: place.root,
    present: list('have'),
    problem: said === '' ? undefined : (folderProblem(said, place) ?? unnamedProblem(said, place)),
    freeKiB: place.freeKiB,
    fileSystem: type ? { type, options: mounted.split(',') } : undefined,
    nowSeconds: number('now'),
    tookMs: performance.now() - from,
  };
}

function unnamedProblem(said: string, { host, root }: { host: string; root: string }): BootstrapError {
  return new BootstrapError({
    code: 'no_permission',
    host,
    message: `No program can be put into ${root} on ${host}${excerpt(said)}.`,
    remedy: 'Give another folder with --install-root.',
  });
}
