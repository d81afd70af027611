import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import { BootstrapError } from './errors.js';
import { type StubArch, stubArchs } from './platform.js';

/** One stub binary on the local disk; its bytes are read only when they are needed. */
export interface StubBinary {
  readonly arch: StubArch;
  /** SHA-256 of the unpacked binary, lower-case hex. */
  readonly sha256: string;
  /** Rejects with `stub_damaged` where the file has another SHA-256 than it should; so does `readGzip`. */
  read(): Promise<Uint8Array>;
  readGzip(): Promise<Uint8Array>;
}

/** The stub binaries that this installation can upload. */
export interface StubBinaries {
  readonly directory: string;
  readonly binaries: readonly StubBinary[];
  get(arch: StubArch): StubBinary | undefined;
}

/**
 * Finds the binaries: in `directory`, else in a `go-stub` or `dist/go-stub` beside or above the running program.
 * Rejects with `stub_missing` and how to build them.
 */
export async function findStubBinaries(options: { directory?: string } = {}): Promise<StubBinaries> {
  const candidates = options.directory ? [options.directory] : [...defaultDirectories()];
  for (const directory of candidates) {
    const sums = await readSums(directory);
    if (sums) return inDirectory(directory, sums);
  }
  throw new BootstrapError({
    code: 'stub_missing',
    host: 'localhost',
    message: `There is no stub to upload: no SHA256SUMS in ${options.directory ?? 'go-stub or dist/go-stub near this program'}.`,
    remedy: 'Build it with `npx nx run go-stub:build`.',
  });
}

/** Bundled, this file is in the package that ships the binaries, or in dist/; from source, in libs/bootstrap/src. */
function* defaultDirectories(): Generator<string> {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < 4; level += 1, folder = dirname(folder)) {
    yield join(folder, 'go-stub');
    yield join(folder, 'dist', 'go-stub');
  }
}

async function readSums(directory: string): Promise<string | undefined> {
  try {
    return await readFile(join(directory, 'SHA256SUMS'), 'utf8');
  } catch {
    return undefined;
  }
}

function inDirectory(directory: string, sums: string): StubBinaries {
  const listed = new Map<string, string>();
  for (const line of sums.split('\n')) {
    const [, sha256, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sha256 !== undefined && name !== undefined) listed.set(name, sha256);
  }
  const binaries = stubArchs.flatMap((arch) => {
    const name = `opencode-remote-ssh-stub-linux-${arch}`;
    const sha256 = listed.get(name);
    if (sha256 === undefined) return [];
    const file = join(directory, name);
    const readPacked = async () =>
      checked(`${file}.gz`, listed.get(`${name}.gz`), await readFile(`${file}.gz`));
    return [
      {
        ...{ arch, sha256, readGzip: readPacked },
        read: async () => checked(file, sha256, await readPlain(file, readPacked)),
      },
    ];
  });
  return { directory, binaries, get: (arch) => binaries.find((binary) => binary.arch === arch) };
}

/** A package that is downloaded has only the packed form. */
async function readPlain(file: string, readPacked: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return promisify(gunzip)(await readPacked());
  }
}

/** Nothing leaves this machine that is not what was built. */
function checked(file: string, sha256: string | undefined, bytes: Uint8Array): Uint8Array {
  if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
  throw new BootstrapError({
    code: 'stub_damaged',
    host: 'localhost',
    message: `${file} has another SHA-256 than SHA256SUMS beside it says; it was not uploaded.`,
    remedy: 'Install the package again; in a checkout, `npx nx run go-stub:build`.',
  });
}
