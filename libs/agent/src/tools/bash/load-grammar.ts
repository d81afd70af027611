import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Parser } from 'web-tree-sitter';

import { AgentError } from '../../agent-error.js';

/** Where the parser's two files are, in the package and in a build of this repository. */
const folderName = 'grammar';
const sources = {
  'tree-sitter.wasm': 'web-tree-sitter/tree-sitter.wasm',
  'tree-sitter-bash.wasm': 'tree-sitter-bash/tree-sitter-bash.wasm',
};

let loading: Promise<Parser> | undefined;

/** A parser of Bash's language: loaded once, when it is first needed (some 60 ms). One that cannot be had is tried again. */
export function loadGrammar(): Promise<Parser> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<Parser> {
  const [{ Language, Parser }, runtime, grammar] = await Promise.all([
    import('web-tree-sitter'),
    bytesOf('tree-sitter.wasm'),
    bytesOf('tree-sitter-bash.wasm'),
  ]);
  // Found by itself it would be looked for beside whatever file this became part of.
  await Parser.init({ wasmBinary: runtime });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return parser;
}

async function bytesOf(name: keyof typeof sources): Promise<Uint8Array> {
  for (const file of candidates(name)) {
    try {
      return await readFile(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new AgentError(
    'no_grammar',
    '',
    `${name} is missing from this installation, so that commands cannot be checked against the permissions.`,
    'Install the package again.',
  );
}

/** Bundled, this file is in the package that ships the grammar; from source, its packages are installed. */
function* candidates(name: keyof typeof sources): Generator<string> {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < 3; level += 1, folder = dirname(folder)) yield join(folder, folderName, name);
  try {
    yield createRequire(import.meta.url).resolve(sources[name]);
  } catch {
    // Not installed.
  }
}
