import { hostname, userInfo } from 'node:os';

import type { StubHolder } from '@orssh/lease';

/** The stub's bound, in bytes. */
const longest = 256;

/** This process, as stubs and other people are told of it. */
export function leaseHolder(workspace: string, machineID: string, env: NodeJS.ProcessEnv): StubHolder {
  return {
    workspace: name(workspace),
    user: name(userName(env)),
    machine: name(hostname()),
    machineID,
    pid: process.pid,
  };
}

function userName(env: NodeJS.ProcessEnv): string {
  try {
    const { username } = userInfo();
    // What Bun says where the environment does not.
    return username === 'unknown' ? (env['USER'] ?? env['LOGNAME'] ?? username) : username;
  } catch {
    // An account without an entry in the user database.
    return env['USER'] ?? '';
  }
}

function name(text: string): string {
  let plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '_');
  while (Buffer.byteLength(plain) > longest) plain = plain.slice(0, -1);
  return plain || '?';
}
