import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import type { StubBinary } from '@orssh/bootstrap';

import { tildify } from './tildify.js';
import { oneLine } from './check.js';
import { failed, ok } from './finding.js';

/** Hashes what would be uploaded: the binaries, and what their packed form holds. */
export const stubBinaries = oneLine('stub-binaries', 'stub binaries', {
  group: 'machine',
  limitMs: 20_000,
  run: async (facts) => {
    const stubs = await facts.libraries.findStubBinaries();
    facts.stubs = stubs;
    const where = tildify(stubs.directory, facts.home);
    const wrong = (await Promise.all(stubs.binaries.map(problemOf))).filter((problem) => problem !== '');
    const archs = stubs.binaries.map(({ arch }) => `linux/${arch}`).join(', ');
    if (stubs.binaries.length > 0 && wrong.length === 0) return ok(`${archs}: their checksums are right`);
    return failed(
      wrong.length > 0 ? `in ${where}: ${wrong.join('; ')}` : `${where} names none`,
      'build them again: npx nx run go-stub:build',
    );
  },
});

async function problemOf(binary: StubBinary): Promise<string> {
  const name = `linux/${binary.arch}`;
  try {
    const [plain, packed] = await Promise.all([binary.read(), binary.readGzip()]);
    if (hash(plain) !== binary.sha256) return `${name} has another checksum than it should`;
    const unpacked = await promisify(gunzip)(packed);
    return hash(unpacked) === binary.sha256 ? '' : `the packed ${name} holds something else`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'stub_damaged') return `${name} has another checksum than it should`;
    return `${name} cannot be read (${code ?? message})`;
  }
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
