import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { bundles, grammars } from '../../../apps/opencode-plugin/bundles.mjs';
import { bundle as cli } from '../../../apps/orssh/bundle.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * The npm packages of which something is in what is published: by what esbuild says that it put into each bundle, and the
 * grammars, which are copied.
 * @returns {Promise<{ name: string, version: string, license: string, texts: string[] }[]>}
 */
export async function collectNpm() {
  const folders = new Set(grammars.map((file) => join('node_modules', file.split('/')[0])));
  for (const options of [...bundles, cli]) {
    const { metafile } = await build({ ...options, outdir: 'nowhere', absWorkingDir: root, metafile: true });
    for (const { inputs } of Object.values(metafile.outputs))
      for (const [path, { bytesInOutput }] of Object.entries(inputs))
        if (bytesInOutput > 0) folders.add(folderOf(path));
  }
  folders.delete(undefined);
  const parts = new Map([...folders].map(read).map((part) => [`${part.name} ${part.version}`, part]));
  return [...parts.keys()].sort().map((key) => parts.get(key));
}

/** The package's folder that a file is in; undefined for our own. */
function folderOf(path) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function read(folder) {
  const { name, version, license, licenses } = JSON.parse(
    readFileSync(join(root, folder, 'package.json'), 'utf8'),
  );
  // Older packages have a list of objects.
  const stated = license ?? licenses?.map(({ type }) => type).join(' AND ') ?? '';
  return { name, version, license: stated, texts: textsIn(join(root, folder)) };
}

/**
 * What its authors want to be passed on with it.
 * @param {string} folder
 */
export function textsIn(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) =>
    /^(?:licen[cs]e|copying|notice)(?:-\w+)?(?:\.(?:txt|md))?$/i.test(name),
  );
  return names.sort().map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}
