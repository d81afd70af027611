import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The stub as it was built for this machine. */
export function stubBinary(): string {
  const stubs = join(process.cwd(), 'dist/go-stub');
  const end = process.arch === 'arm64' ? '-arm64' : '-amd64';
  return join(stubs, readdirSync(stubs).find((name) => name.endsWith(end)) ?? '');
}
