import { basename, extname } from 'node:path';

import type { ConfigPath } from '../parse/config-path.js';
import { type Parsed, SyntaxProblems } from '../parse/parsed.js';

/** Reads a data file's text by the file's name; what has no known ending is YAML, JSON being YAML too. */
export async function parseText(path: string, text: string): Promise<Parsed> {
  if (text.includes('\0')) {
    throw new SyntaxProblems([
      { message: 'it is not a text file', remedy: 'Name the configuration file, not another one.' },
    ]);
  }
  const plain = text.replace(/^\ufeff/, '');
  if (/^\.jsonc?$/.test(extname(path))) return (await import('../parse/parse-json.js')).parseJson(plain);
  return (await import('../parse/parse-yaml.js')).parseYaml(plain);
}

/** Where in a file the configuration is: a package.json has it in a property. */
export function placeIn(path: string): ConfigPath {
  return basename(path, extname(path)) === 'package' ? ['orssh'] : [];
}
