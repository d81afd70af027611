import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A command that tries to get out; what its variables are stands at the top of the tables. */
export interface Escape {
  name: string;
  /** POSIX sh. */
  sh: string;
  /** It takes private mounts to hold it. */
  mounts: boolean;
  /** A program that must be there. */
  needs?: string;
}

const folder = fileURLToPath(new URL('../../../', import.meta.url));

/** The sandbox's own table, and what only the whole way has. Without those whose program this machine, the process driver's host, does not have. */
export function readEscapes(): Escape[] {
  const files = ['go-stub/internal/sandbox/testdata/escapes.sh', 'e2e/harness/escapes/more-escapes.sh'];
  return files.flatMap((file) => parse(readFileSync(folder + file, 'utf8'))).filter(isPossible);
}

function parse(text: string): Escape[] {
  return text
    .split('\n### ')
    .slice(1)
    .map((part) => {
      const [name = '', ...lines] = part.trim().split('\n');
      const needs = lines.find((line) => line.startsWith('# needs '))?.slice('# needs '.length);
      return { name, sh: lines.join('\n'), mounts: lines.includes('# mounts'), ...(needs && { needs }) };
    });
}

function isPossible({ needs }: Escape): boolean {
  const path = '/usr/local/bin:/usr/bin:/bin:/usr/games';
  return !needs || spawnSync('/bin/sh', ['-c', `command -v ${needs}`], { env: { PATH: path } }).status === 0;
}
