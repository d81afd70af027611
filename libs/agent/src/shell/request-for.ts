import { realpath } from 'node:fs/promises';

import type { ExecRequest } from '@orssh/protocol';

import type { AgentFile } from '../agent-file.js';
import { HostPaths } from '../remote/host-path.js';
import type { ShellProcess } from './run-shell.js';

/**
 * What the host is asked for; of the environment here nothing goes over. A path outside the workspace waits for an answer in the session; without
 * one nobody would be shown the question, and it is refused.
 */
export async function requestFor(
  file: AgentFile,
  command: string,
  { cwd, stdin, sessionID }: Pick<ShellProcess, 'cwd' | 'stdin'> & { sessionID: string | undefined },
): Promise<ExecRequest> {
  return {
    ...{ command, cwd: await directoryOf(file, cwd), sessionID },
    env: { AGENT: '1', OPENCODE: '1', TERM: 'dumb' },
    ...{ stdin: stdin ? 'pipe' : 'none', streams: 'separate', onFull: 'block' },
    onDenied: sessionID === undefined ? 'fail' : 'wait',
  };
}

/** Below the anchor, the place on the host that it stands for; a folder of this machine is none there. */
async function directoryOf({ anchor, workspace }: AgentFile, cwd: string): Promise<string> {
  const place = new HostPaths({ anchor: await realpath(anchor).catch(() => anchor), workspace }).path(cwd);
  return place === cwd ? workspace.directory : place;
}
