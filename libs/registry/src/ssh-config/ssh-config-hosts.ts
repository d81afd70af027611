import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

import { homeFolder } from '../find/folders.js';
import { expandGlob } from './expand-glob.js';
import { configLines } from './config-lines.js';

export interface SshConfigHostsOptions {
  env?: NodeJS.ProcessEnv;
  /** Default: `~/.ssh/config`. */
  configFile?: string;
}

/** As deep as OpenSSH follows. */
const deepestInclude = 16;
const mostFiles = 1000;
const largestFile = 8 * 1024 * 1024;

/**
 * The aliases that an ssh_config names, in its order, each once; patterns are none. `Include` is followed. A file that cannot be
 * read names nothing.
 */
export function sshConfigHosts(options: SshConfigHostsOptions = {}): Promise<string[]> {
  return Promise.resolve(aliasesOf(options));
}

/** {@link sshConfigHosts}, at once. */
export function aliasesOf({ env = process.env, configFile }: SshConfigHostsOptions): string[] {
  const home = homeFolder(env);
  const start = configFile ?? join(home, '.ssh', 'config');
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string, depth: number): void => {
    if (depth > deepestInclude || seen.has(file) || seen.size === mostFiles) return;
    seen.add(file);
    for (const { keyword, words } of configLines(readConfig(file))) {
      if (keyword === 'host') for (const alias of words.filter(isAlias)) found.add(alias);
      if (keyword !== 'include') continue;
      for (const word of words) {
        // Relative ones are in ~/.ssh, whichever file names them.
        const pattern = place(word, { env, home });
        for (const included of expandGlob(pattern)) visit(included, depth + 1);
      }
    }
  };
  visit(start, 0);
  return [...found];
}

function isAlias(word: string): boolean {
  return word !== '' && !/[*?!\s\x00-\x1f\x7f]/.test(word) && !word.startsWith('-');
}

function readConfig(file: string): string {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= largestFile ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}

interface Around {
  env: NodeJS.ProcessEnv;
  home: string;
}

function place(word: string, { env, home }: Around): string {
  const expanded = word.replace(/\$\{(\w+)\}/g, (whole, name: string) => env[name] ?? whole);
  if (expanded.startsWith('~/')) return join(home, expanded.slice(2));
  return isAbsolute(expanded) ? expanded : join(home, '.ssh', expanded);
}
