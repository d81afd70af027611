import { randomBytes } from 'node:crypto';

import { versionedStubName } from '@orssh/protocol';
import { type Connection, quote, type UploadResult } from '@orssh/tunnel';

import { BootstrapError } from './errors.js';
import type { BootstrapEvent } from './events.js';
import { excerpt } from './excerpt.js';
import { folderProblem } from './folder-problem.js';
import type { HostReport } from './probe.js';

export interface InstallOptions {
  report: HostReport;
  launchFlags: string;
  onProgress: (event: BootstrapEvent) => void;
  signal: AbortSignal;
}

/**
 * Puts the stub onto a host and starts it, all in one channel: the bytes go into a private temporary file, are compared with the
 * SHA-256, and the file then installs and launches itself. Resolves with what that printed. Nothing is left when it fails.
 */
export async function install(connection: Connection, options: InstallOptions): Promise<string> {
  const { report, onProgress, signal } = options;
  const { binary } = report;
  const host = connection.destination.target;
  const place = { host, ...report };
  if (report.problem !== undefined)
    throw folderProblem(report.problem, place) ?? failed(host, report.problem);
  const bytes = report.gzip ? await binary.readGzip() : await binary.read();
  const upload = `.upload-${randomBytes(8).toString('hex')}`;
  const path = `${report.root}/bin/${upload}`;
  const totalBytes = bytes.byteLength;
  onProgress({ step: 'upload', sentBytes: 0, totalBytes, path });
  const result = await connection.upload(bytes, {
    path,
    decompress: report.gzip ? 'gzip' : undefined,
    then: installCommand(upload, options),
    onProgress: (sentBytes) => {
      onProgress({ step: 'upload', sentBytes, totalBytes, path });
    },
    signal,
  });
  check(result, connection, place);
  return result.stdout;
}

/** Run in the folder of the upload. The hash is compared by the host's own tool where it has one: the stub's own check runs it. */
function installCommand(upload: string, { report, launchFlags }: InstallOptions): string {
  const { binary } = report;
  const hash = { sha256sum: `sha256sum ${upload}`, openssl: `openssl dgst -sha256 -r ${upload}` };
  const name = versionedStubName(binary.sha256);
  const steps = [
    'LC_ALL=C; export LC_ALL',
    `exec 2>&1`,
    `chmod 700 ${upload}`,
    `./${upload} install --name ${name} --sha256 ${binary.sha256} --launch --root ${quote(report.root)} --with-token ${launchFlags}`,
  ];
  if (report.sha256 !== undefined)
    steps.splice(
      2,
      0,
      `h=$(${hash[report.sha256]}); h=\${h%% *}; [ "$h" = ${binary.sha256} ] || { ${corrupt}; exit 90; }`,
    );
  return steps.join('; ');
}

/** A tool that fails says something else than a hash, which must not break the line. */
const corrupt =
  `case $h in ''|*[!0-9a-f]*) h=none ;; esac; n=$(wc -c < "$f"); ` +
  `printf 'ORSSH-ERROR {"v":1,"code":"hash_mismatch","message":"the uploaded file has the hash %s and %s bytes"}\\n' "$h" "$((n))"`;

function check(result: UploadResult, connection: Connection, place: { host: string; root: string }): void {
  const { stdout, stderr, exit } = result;
  if (exit.code === 0 || /ORSSH-(READY|ERROR) /.test(stdout)) return;
  const said = `${stderr}\n${stdout}\nrc=${exit.code ?? ''}`;
  const known = folderProblem(said, place);
  if (known) throw known;
  if (connection.state.name === 'closed' || exit.signal !== null || exit.code === null)
    throw interrupted(place.host, exit.signal);
  throw failed(place.host, said);
}

function interrupted(host: string, signal: string | null): BootstrapError {
  return new BootstrapError({
    code: 'upload_interrupted',
    host,
    message: `The upload to ${host} was ended${signal === null ? '' : ` by signal ${signal}`} before all of it had arrived.`,
    remedy: 'Try again; what was uploaded so far does no harm.',
  });
}

function failed(host: string, said: string): BootstrapError {
  return new BootstrapError({
    code: 'upload_interrupted',
    host,
    message: `The stub could not be put onto ${host}${excerpt(said)}.`,
    remedy: 'Try again; if it stays so, look at the disk and at the limits of the account.',
  });
}
