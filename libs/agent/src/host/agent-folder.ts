import { chmod, mkdir, readlink, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

import { replaceFile, stateFolder } from '@orssh/registry';

/** What this machine keeps for the agent host of one workspace. */
export interface AgentFolder {
  /** 0700; all the others are in it. */
  readonly path: string;
  /** Stands for the workspace's directory. */
  readonly anchor: string;
  /** `XDG_DATA_HOME` of the agent host: sessions and log are its own. */
  readonly data: string;
  /** Stands for the user's shell. */
  readonly shell: string;
  /** The agent file. */
  readonly agentFile: string;
  /** Says whose the agent host is, and where it listens. */
  readonly record: string;
  /** What the steps of sessions changed on the host. */
  readonly undo: string;
  /** Was touched when it was used last. */
  readonly used: string;
}

/** OpenCode's form of a workspace's id, which names the folder. */
const idPattern = /^wrk_[A-Za-z0-9_-]{1,128}$/;

export function agentFolder(workspaceID: string, env: NodeJS.ProcessEnv): AgentFolder {
  if (!idPattern.test(workspaceID))
    throw new Error(`${JSON.stringify(workspaceID)} is not the id of a workspace`);
  const path = join(stateFolder(env), 'agents', workspaceID);
  const at = (name: string): string => join(path, name);
  return {
    ...{ path, anchor: at('anchor'), data: at('data'), shell: at('remote-shell') },
    ...{ agentFile: at('agent.json'), record: at('owner.json'), used: at('used'), undo: at('undo') },
  };
}

export interface PrepareFolder {
  projectID: string;
  /** The program that is OpenCode. */
  opencode: string;
  /** The script of the program that stands for the shell. */
  shellScript: string;
  env: NodeJS.ProcessEnv;
}

/** Makes what is missing. Safe to repeat; what is there of sessions stays. */
export async function prepareFolder(folder: AgentFolder, options: PrepareFolder): Promise<void> {
  await mkdir(folder.path, { recursive: true, mode: 0o700 });
  await chmod(folder.path, 0o700);
  await makeRepository(folder.anchor, options.projectID);
  await shareCredentials(folder.data, options.env);
  const { opencode, shellScript } = options;
  const script = `#!/bin/sh\nBUN_BE_BUN=1 exec ${quoted(opencode)} ${quoted(shellScript)} "$@"\n`;
  await replaceFile(folder.shell, script, { mode: 0o700 });
}

/** The least that git takes for a repository. OpenCode reads the project's id from the file `opencode` in it. */
async function makeRepository(anchor: string, projectID: string): Promise<void> {
  const git = join(anchor, '.git');
  for (const name of ['objects', 'refs/heads'])
    await mkdir(join(git, name), { recursive: true, mode: 0o700 });
  await writeFile(join(git, 'HEAD'), 'ref: refs/heads/main\n');
  await writeFile(join(git, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = false\n');
  await writeFile(join(git, 'opencode'), projectID);
}

/** A token that is refreshed on one side is the other side's too: both have the one file. One that is not there yet is made through its link. */
async function shareCredentials(data: string, env: NodeJS.ProcessEnv): Promise<void> {
  const mine = join(data, 'opencode');
  const users = join(dataHome(env), 'opencode');
  await mkdir(mine, { recursive: true, mode: 0o700 });
  await mkdir(users, { recursive: true, mode: 0o700 });
  for (const name of ['auth.json', 'mcp-auth.json']) await link(join(users, name), join(mine, name));
}

async function link(target: string, path: string): Promise<void> {
  if ((await readlink(path).catch(() => undefined)) === target) return;
  await unlink(path).catch(() => undefined);
  await symlink(target, path);
}

/** The user's `XDG_DATA_HOME`. */
export function dataHome(env: NodeJS.ProcessEnv): string {
  const { XDG_DATA_HOME: set, HOME: home } = env as { XDG_DATA_HOME?: string; HOME?: string };
  if (set !== undefined && isAbsolute(set)) return set;
  return join(home !== undefined && isAbsolute(home) ? home : homedir(), '.local', 'share');
}

export async function deleteFolder(folder: AgentFolder): Promise<void> {
  // Something that was just ended may still have been writing.
  await rm(folder.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
