import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const version = '1.18.33';

/** The real program: `$ORSSH_OPENCODE`, what the end-to-end tests have got from npm, or the one on PATH. Undefined: it is not here. */
export function findOpencode(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const cache = join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'opencode-remote-ssh', 'e2e');
  const named = [env['ORSSH_OPENCODE'], join(cache, `opencode-${version}-${process.arch}`)];
  return named.find((path) => path !== undefined && existsSync(path)) ?? onPath();
}

function onPath(): string | undefined {
  try {
    return execFileSync('/bin/sh', ['-c', 'command -v opencode'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
