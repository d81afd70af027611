import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { findProgram, isProgram, runProgram } from '../doctor/run-program.js';
import { escapeControl } from '../output/escape-control.js';
import { recallOpencode, rememberOpencode } from './seen-opencode.js';

/** Before it OpenCode's clients do not take a server's password from the environment. */
const oldest = [1, 18, 0] as const;
const limitMs = 20_000;
const install = 'install it: npm install -g opencode-ai, or see https://opencode.ai';

export interface FoundOpencode {
  /** The program itself, not a script that starts it: signals reach it, and it can run scripts. */
  readonly file: string;
  /** Resolves when it was seen to be new enough; rejects with what is wrong with it. */
  readonly checked: Promise<void>;
}

type Finding = Pick<Cli, 'env' | 'cwd' | 'interrupts' | 'libraries'>;

/** `--opencode`, `$OPENCODE_BIN_PATH`, the one on PATH, or where its installer puts it. Rejects with how to get it. */
export async function findOpencode(
  how: Finding,
  { opencode }: { opencode?: string },
): Promise<FoundOpencode> {
  const found = await locate(how, opencode);
  const known = await recallOpencode(how, found);
  if (known && !isOlder(known.version)) return { file: known.file, checked: Promise.resolve() };
  const args = ['-e', 'process.stdout.write(process.execPath)'];
  const real = await run(how, found, args, { BUN_BE_BUN: '1' });
  const itself = real.code === 0 && (await isProgram(real.stdout)) ? real.stdout : undefined;
  const checked = checkVersion(how, { found, itself });
  // Whoever waits for it gets the error.
  checked.catch(() => undefined);
  return { file: itself ?? found, checked };
}

interface Located {
  found: string;
  /** The program that `found` starts, or is. */
  itself: string | undefined;
}

/** Starting OpenCode to hear its version takes most of a second, in which other things can be done, and is done once for each. */
async function checkVersion(how: Finding, { found: file, itself }: Located): Promise<void> {
  const known = itself === undefined ? undefined : await recallOpencode(how, itself);
  if (known && !isOlder(known.version)) return;
  const asked = await run(how, file, ['--version']);
  const version = /^v?(\d+\.\d+\.\d+\S*)\s*$/.exec(asked.stdout)?.[1];
  if (version === undefined) {
    const [line = ''] = `${asked.stderr}\n${asked.stdout}`.trim().split('\n');
    const why = line === '' ? 'it says no version' : escapeControl(line.slice(0, 200));
    throw missing(`${file} is no OpenCode that works: ${why}`);
  }
  if (isOlder(version))
    throw new CliError({
      code: 'no_opencode',
      message: `${file} is OpenCode ${version}; ${oldest.join('.')} or newer is needed`,
      remedy: 'opencode upgrade, or name another one: --opencode FILE',
    });
  if (itself !== undefined) await rememberOpencode(how, { file: itself, version });
}

function run({ env, interrupts }: Finding, file: string, args: string[], more: NodeJS.ProcessEnv = {}) {
  return runProgram(file, args, { env: { ...env, ...more }, signal: interrupts.signal, limitMs });
}

async function locate({ env, cwd }: Finding, named: string | undefined): Promise<string> {
  const wanted = named ?? env['OPENCODE_BIN_PATH'] ?? '';
  if (wanted === '') {
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
