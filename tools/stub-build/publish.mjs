import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { binaryName } from './targets.mjs';

/** Bytes that a binary may have. */
export const sizeLimit = 8_000_000;

/** What xgo adds: it links TLS. */
const moreByXgo = 2_000_000;

/**
 * Moves the built binaries to `distDir`, each with a .gz beside it, and writes
 * SHA256SUMS over all that is there. Nothing is moved when one is too big.
 * @param {{ builtDir: string, distDir: string, targets: string[], xgo?: boolean }} options
 * @returns {{ name: string, size: number, compressed: number }[]}
 */
export function publish({ builtDir, distDir, targets, xgo = false }) {
  const built = targets.map((arch) => ({
    name: binaryName(arch),
    content: readFileSync(join(builtDir, binaryName(arch))),
  }));
  const limit = xgo ? sizeLimit + moreByXgo : sizeLimit;
  const big = built.filter(({ content }) => content.length > limit);
  if (big.length > 0) {
    const list = big.map(({ name, content }) => `${name} has ${content.length} bytes`).join(', ');
    throw new Error(`too big: ${list}; the limit is ${limit}`);
  }
  mkdirSync(distDir, { recursive: true });
  const made = built.map(({ name, content }) => {
    const compressed = compress(content);
    chmodSync(join(builtDir, name), 0o755);
    renameSync(join(builtDir, name), join(distDir, name));
    replace(distDir, `${name}.gz`, compressed);
    return { name, size: content.length, compressed: compressed.length };
  });
  replace(distDir, 'SHA256SUMS', sums(distDir));
  return made;
}

/** gzip without a time (Node writes none) and without the name of this system. */
function compress(/** @type {Buffer} */ content) {
  const compressed = gzipSync(content, { level: 9 });
  compressed[9] = 255; // OS: unknown, RFC 1952
  return compressed;
}

/** In the form that `sha256sum -c` reads. */
function sums(/** @type {string} */ distDir) {
  const names = readdirSync(distDir).filter(
    (name) => name.startsWith(binaryName('')) && !name.endsWith('.new'),
  );
  return names
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(distDir, name)))
          .digest('hex')}  ${name}\n`,
    )
    .join('');
}

/**
 * @param {string} dir
 * @param {string} name
 * @param {string | Buffer} content
 */
function replace(dir, name, content) {
  writeFileSync(join(dir, `${name}.new`), content);
  renameSync(join(dir, `${name}.new`), join(dir, name));
}
