import { realpath } from 'node:fs/promises';

import type { ExecRequest } from '@orssh/protocol';

import type { AgentFile } from '../agent-file.js';
import { HostPaths } from '../remote/host-path.js';
import type { ShellProcess } from './run-shell.js';
import { sessionVariable } from './shell-variables.js';

/** What the host is asked for; of the environment here nothing goes over. A path outside the workspace waits for an answer. */
export async function requestFor(
  file: AgentFile,
  command: string,
  { env, cwd, stdin }: Pick<ShellProcess, 'env' | 'cwd' | 'stdin'>,
): Promise<ExecRequest> {
  return {
    ...{ command, cwd: await directoryOf(file, cwd), sessionID: env[sessionVariable] },
    env: { AGENT: '1', OPENCODE: '1', TERM: 'dumb' },
    ...{ stdin: stdin ? 'pipe' : 'none', streams: 'separate', onFull: 'block', onDenied: 'wait' },
  };
}

/** Below the anchor, the place on the host that it stands for; a folder of this machine is none there. */
async function directoryOf({ anchor, workspace }: AgentFile, cwd: string): Promise<string> {
  const place = new HostPaths({ anchor: await realpath(anchor).catch(() => anchor), workspace }).path(cwd);
  return place === cwd ? workspace.directory : place;
}
