import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { findProgram, isProgram, runProgram } from '../doctor/run-program.js';
import { escapeControl } from '../output/escape-control.js';

/** Before it OpenCode's clients do not take a server's password from the environment. */
const oldest = [1, 18, 0] as const;
const limitMs = 20_000;
const install = 'install it: npm install -g opencode-ai, or see https://opencode.ai';

export interface FoundOpencode {
  /** The program itself, not a script that starts it: signals reach it, and it can run scripts. */
  readonly file: string;
  readonly version: string;
}

/** `--opencode`, `$OPENCODE_BIN_PATH`, the one on PATH, or where its installer puts it. Rejects with how to get it. */
export async function findOpencode(
  cli: Pick<Cli, 'env' | 'cwd' | 'interrupts'>,
  { opencode }: { opencode?: string },
): Promise<FoundOpencode> {
  const { env, interrupts } = cli;
  const found = await locate(cli, opencode);
  const run = (file: string, args: string[], more: NodeJS.ProcessEnv = {}) =>
    runProgram(file, args, { env: { ...env, ...more }, signal: interrupts.signal, limitMs });
  const [asked, real] = await Promise.all([
    run(found, ['--version']),
    run(found, ['-e', 'process.stdout.write(process.execPath)'], { BUN_BE_BUN: '1' }),
  ]);
  const version = /^v?(\d+\.\d+\.\d+\S*)\s*$/.exec(asked.stdout)?.[1];
  if (version === undefined) {
    const [line = ''] = `${asked.stderr}\n${asked.stdout}`.trim().split('\n');
    const why = line === '' ? 'it says no version' : escapeControl(line.slice(0, 200));
    throw missing(`${found} is no OpenCode that works: ${why}`);
  }
  if (isOlder(version))
    throw missing(`${found} is OpenCode ${version}; ${oldest.join('.')} or newer is needed`);
  const file = real.code === 0 && (await isProgram(real.stdout)) ? real.stdout : found;
  return { file, version };
}

async function locate({ env, cwd }: Pick<Cli, 'env' | 'cwd'>, named: string | undefined): Promise<string> {
  const wanted = named ?? (env['OPENCODE_BIN_PATH'] || undefined);
  if (wanted === undefined) {
    const installed = join(env['HOME'] ?? homedir(), '.opencode', 'bin', 'opencode');
    const found = await findProgram('opencode', env);
    if (found !== undefined) return found;
    if (await isProgram(installed)) return installed;
    throw missing('OpenCode is not on this machine: there is no opencode on PATH');
  }
  const file = wanted.includes('/') ? resolve(cwd, wanted) : await findProgram(wanted, env);
  if (file !== undefined && (await isProgram(file))) return file;
  const from = named === undefined ? 'OPENCODE_BIN_PATH' : '--opencode';
  throw missing(`${from} names ${wanted}, which is no program`);
}

function isOlder(version: string): boolean {
  const numbers = version.split(/[.-]/).slice(0, oldest.length).map(Number);
  for (const [index, least] of oldest.entries()) {
    const number = numbers[index] ?? 0;
    if (number !== least) return number < least;
  }
  return false;
}

function missing(message: string): CliError {
  return new CliError({
    code: 'no_opencode',
    message,
    remedy: `${install}; or name another one: --opencode FILE`,
  });
}
