// esbuild makes a file of what each set of entries shares: dozens of small ones, each of which Node resolves, reads
// and links by itself. Here those become one that are loaded together anyway.
import { basename, dirname, join } from 'node:path';

import { build } from 'esbuild';

/**
 * Joins, for each of `groups`, what its entries (source files) load at once, and answers all files. The joined file has
 * the name of the group's first entry; in the place of its other files are some that pass their names on. What an
 * earlier group has, a later one takes from there.
 */
export async function joinChunks({ outputFiles, metafile }, groups) {
  const files = new Map(outputFiles.map((file) => [basename(file.path), file]));
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  /** By the name of a chunk: the file that it is in now. */
  const joined = new Map();
  for (const entries of groups) {
    const [main, ...others] = entries.map((entry) => chunkOf(outputs, entry));
    const members = [main, ...others].flatMap((name) => closure(outputs, name));
    const own = [...new Set(members)].filter((name) => !joined.has(name));
    for (const name of own) joined.set(name, main);
    const text = await bundleOf(own, { main, joined, files, outputs });
    for (const name of own) {
      if (name !== main) replace(files.get(name), passOn(name, main, outputs));
    }
    replace(files.get(main), text);
  }
  return [...files.values()];
}

function chunkOf(outputs, entry) {
  const found = [...outputs].find(([, { entryPoint }]) => entryPoint?.endsWith(entry));
  if (!found) throw new Error(`no chunk begins with ${entry}`);
  return found[0];
}

/** The chunk and all that it imports at once. */
function closure(outputs, name, seen = new Set()) {
  if (seen.has(name)) return [];
  seen.add(name);
  const imported = outputs
    .get(name)
    .imports.filter(({ kind, external }) => kind === 'import-statement' && !external);
  return [name, ...imported.flatMap(({ path }) => closure(outputs, basename(path), seen))];
}

/** Names of a chunk's exports in the file that it was joined into. */
const renamed = (name, outputs) =>
  outputs
    .get(name)
    .exports.map((one) => `${one} as ${nameIn(name, one)}`)
    .join(',');
const nameIn = (chunk, name) => `${basename(chunk, '.mjs').replaceAll(/\W/g, '_')}_${name}`;

function passOn(name, to, outputs) {
  const names = outputs.get(name).exports.map((one) => `${nameIn(name, one)} as ${one}`);
  return `export{${names.join(',')}}from"./${to}";\n`;
}

async function bundleOf(own, { main, joined, files, outputs }) {
  const contents = own
    .map((name) => `export{${renamed(name, outputs)}}from"./${name}";`)
    .concat(`export{${outputs.get(main).exports.join(',')}}from"./${main}";`)
    .join('\n');
  const members = {
    name: 'members',
    setup(bundle) {
      bundle.onResolve({ filter: /^\.\/.*\.mjs$/ }, ({ path, kind, namespace }) => {
        const name = basename(path);
        if (kind === 'dynamic-import' || namespace === 'elsewhere') return { path, external: true };
        return { path: name, namespace: own.includes(name) ? 'own' : 'elsewhere', sideEffects: true };
      });
      bundle.onLoad({ filter: /.*/, namespace: 'own' }, ({ path }) => ({ contents: files.get(path).text }));
      bundle.onLoad({ filter: /.*/, namespace: 'elsewhere' }, ({ path }) => ({
        contents: passOn(path, joined.get(path), outputs),
      }));
    },
  };
  const { outputFiles } = await build({
    ...{
      stdin: { contents, resolveDir: '.' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
    },
    ...{ minify: true, legalComments: 'eof', logLevel: 'error', write: false, plugins: [members] },
  });
  return outputFiles[0].text;
}

function replace(file, text) {
  Object.defineProperty(file, 'text', { value: text, configurable: true });
  file.contents = Buffer.from(text);
}
