import { BootstrapError, type BootstrapErrorCode } from './errors.js';
import { excerpt } from './excerpt.js';

export interface ProblemPlace {
  host: string;
  root: string;
  user?: string;
  freeKiB?: number;
  /** Folders on the host that could hold the root. */
  elsewhere?: string[];
}

/** What shells and programs say with LC_ALL=C; the first that fits. `rc=126`: found, but the system would not run it. */
const patterns: [BootstrapErrorCode, RegExp][] = [
  ['disk_full', /no space left|quota exceeded/i],
  ['read_only', /read-only file system/i],
  ['unknown_arch', /exec format error|cannot execute binary file/i],
  ['noexec', /rc=126\b/],
  [
    'no_permission',
    /permission denied|not permitted|not a directory|file exists|is a directory|no such file|nonexistent/i,
  ],
];

const codesOfStub: Partial<Record<string, BootstrapErrorCode>> = {
  no_space: 'disk_full',
  read_only: 'read_only',
  permission: 'no_permission',
  hash_mismatch: 'upload_corrupt',
};

/** The error for what a host, or with its own code the stub, said when a program could not be put into the root or run there. */
export function folderProblem(
  said: string,
  place: ProblemPlace,
  stubCode?: string,
): BootstrapError | undefined {
  const code =
    stubCode === undefined ? patterns.find(([, pattern]) => pattern.test(said))?.[0] : codesOfStub[stubCode];
  if (code === undefined) return undefined;
  return new BootstrapError({
    code,
    host: place.host,
    message: `${whatFailed(code, place)}${excerpt(said.replace(/\s*\brc=\d+\s*$/, ''))}.`,
    remedy: whatNext(code, place),
  });
}

function whatFailed(code: BootstrapErrorCode, { host, root, user, freeKiB }: ProblemPlace): string {
  switch (code) {
    case 'disk_full':
      return `There is no room for the stub in ${root} on ${host}${freeKiB === undefined ? '' : ` (${freeKiB} KiB free)`}`;
    case 'read_only':
      return `The stub's folder ${root} on ${host} is on a read-only file system`;
    case 'noexec':
      return `Programs in ${root} on ${host} may not run, as on a file system that is mounted noexec`;
    case 'unknown_arch':
      return `The stub cannot run on ${host}, which is of another architecture than it says`;
    case 'upload_corrupt':
      return `The stub arrived on ${host} with other bytes than were sent`;
    default:
      return `${user ?? 'The account'} may not put the stub into ${root} on ${host}`;
  }
}

function whatNext(code: BootstrapErrorCode, { elsewhere = [] }: ProblemPlace): string {
  if (code === 'upload_corrupt')
    return 'Try again; if it stays so, something on the way changes what is sent.';
  if (code === 'unknown_arch') return 'Use a host of one of the architectures that the stub is built for.';
  const folder = elsewhere[0];
  const other =
    folder === undefined
      ? 'Give another folder with --install-root.'
      : `Give another folder with --install-root, such as ${folder}/orssh-<name>.`;
  return code === 'disk_full' ? `Free about 16 MB there. ${other}` : other;
}
