import { execFile } from 'node:child_process';

import type { ParsedTarget } from './parse-target.js';
import { type SshSettings, sshArguments } from './ssh-settings.js';
import { TunnelError } from './tunnel-error.js';

export interface AskOptions {
  /** As typed, for messages. */
  target: string;
  parsed: ParsedTarget;
  identityFile?: string;
  ssh?: SshSettings;
  /** Another file than `~/.ssh/config` and the system's (`ssh -F`). */
  configFile?: string;
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal;
}

/** OpenSSH's own resolved configuration: option names in lower case, each with its values in order. */
export type SshAnswer = Map<string, string[]>;

const deadlineMs = 10_000;
const maxAnswerBytes = 1024 * 1024;

/**
 * Asks `ssh -G` what it would do. Resolves to undefined where there is no `ssh`.
 * Include, Match (also `Match exec`) and canonical names are OpenSSH's own work here.
 */
export async function askOpenSsh(options: AskOptions): Promise<SshAnswer | undefined> {
  const { target, parsed, env, signal } = options;
  const args = ['-G', '-T'];
  if (options.configFile !== undefined) args.push('-F', options.configFile);
  if (options.identityFile !== undefined) args.push('-i', options.identityFile);
  if (options.ssh) args.push(...sshArguments(options.ssh));
  if (parsed.user !== undefined) args.push('-l', parsed.user);
  if (parsed.port !== undefined) args.push('-p', String(parsed.port));
  args.push('--', parsed.host);
  return new Promise((resolve, reject) => {
    const settings = { env, signal, timeout: deadlineMs, maxBuffer: maxAnswerBytes, windowsHide: true };
    execFile('ssh', args, settings, (error, stdout, stderr) => {
      if (!error) resolve(parseSshAnswer(stdout));
      else if (error.code === 'ENOENT') resolve(undefined);
      else if (signal?.aborted) reject(cancelled(target, error));
      else reject(badConfiguration(target, stderr.trim() || error.message, error));
    });
  });
}

/** Reads the lines `name value` that `ssh -G` prints. */
export function parseSshAnswer(text: string): SshAnswer {
  const answer: SshAnswer = new Map();
  for (const line of text.split(/\r?\n/)) {
    const space = line.indexOf(' ');
    if (space <= 0) continue;
    const name = line.slice(0, space).toLowerCase();
    const value = line.slice(space + 1);
    const values = answer.get(name);
    if (values) values.push(value);
    else answer.set(name, [value]);
  }
  return answer;
}

function cancelled(target: string, cause: unknown): TunnelError {
  return new TunnelError('cancelled', `Looking up the SSH configuration of ${target} was cancelled.`, {
    host: target,
    remedy: 'Try again when you want to connect.',
    cause,
  });
}

function badConfiguration(target: string, why: string, cause: unknown): TunnelError {
  const reason = why
    .split('\n')
    .filter((line) => !line.startsWith('Pseudo-terminal'))
    .join('; ');
  return new TunnelError('config', `The SSH configuration for ${target} cannot be used: ${reason}`, {
    host: target,
    remedy: `Run \`ssh -G ${target}\` and correct what it reports.`,
    cause,
  });
}
