import { cp, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { available } from '../available.js';
import { must } from '../run.js';

/** Packages of the stub whose tests run on hosts; emulated ones get some. */
const packages = {
  amd64: ['sandbox', 'policy', 'files', 'look'],
  arm64: ['sandbox', 'policy'],
} as const;
export type GoPackage = (typeof packages)['amd64'][number];

const stub = fileURLToPath(new URL('../../../go-stub', import.meta.url));
const module = 'github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub';
const flags = ['-trimpath', '-tags', 'nethttpomithttp2,netgo,osusergo'];

/** A guard's tests begin where the stub does. */
const linkerFlags = (name: GoPackage): string =>
  name === 'sandbox' ? `-s -w -E ${module}/internal/become.entry` : '-s -w';

/** A folder with a static program of each package's tests, `PACKAGE/tests`, and what they read. Built once in a run. */
export async function buildGoTests(arch: keyof typeof packages): Promise<string> {
  const folder = join(available().folder, `go-tests-${arch}`);
  if (existsSync(folder)) return folder;
  const env = { ...process.env, CGO_ENABLED: '0', GOOS: 'linux', GOARCH: arch };
  for (const name of packages[arch]) {
    const output = join(folder, name, 'tests');
    await mkdir(join(folder, name), { recursive: true });
    const options = [...flags, '-ldflags', linkerFlags(name), '-o', output];
    await must('go', ['test', '-c', ...options, `./internal/${name}`], {
      cwd: stub,
      env,
      timeoutMs: 300_000,
    });
    const data = join(stub, 'internal', name, 'testdata');
    if (existsSync(data)) await cp(data, join(folder, name, 'testdata'), { recursive: true });
  }
  return folder;
}
