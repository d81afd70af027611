import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const standIn = fileURLToPath(new URL('without-tls/tls.go', import.meta.url));

/**
 * What `go build -overlay` reads to put a stand-in in the place of crypto/tls: net/http links all of it for what the stub, which
 * speaks HTTP alone, never does. That is 1.4 MB.
 * @param {string} goRoot
 */
export function withoutTLS(goRoot) {
  const folder = join(goRoot, 'src', 'crypto', 'tls');
  const all = readdirSync(folder).filter((name) => name.endsWith('.go'));
  const replace = Object.fromEntries(all.map((name) => [join(folder, name), '']));
  return { Replace: { ...replace, [join(folder, 'tls.go')]: standIn } };
}
