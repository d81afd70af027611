import { randomBytes } from 'node:crypto';

import type { AgentContext, AgentDoor } from '@orssh/adaptor';
import { replaceFile } from '@orssh/registry';

import { AgentError } from '../agent-error.js';
import type { AgentFile } from '../agent-file.js';
import { AgentApi } from './agent-api.js';
import { agentEnvironment } from './agent-environment.js';
import { type AgentFolder, prepareFolder } from './agent-folder.js';
import type { AgentProcess } from './agent-process.js';
import { Mirror } from './mirror/mirror.js';
import type { OwnerFile, OwnerRecord } from './owner-record.js';
import { pause } from './pause.js';
import { startListening } from './start-listening.js';
import { within } from './within.js';

/** What an agent host is made of, whatever its workspace. */
export interface AgentParts {
  /** The program that is OpenCode. */
  opencode: string;
  /** File URL of this plugin. */
  plugin: string;
  /** The script of the program that stands for the shell. */
  shell: string;
  /** As the agent file has it. */
  noQuestions?: AgentFile['noQuestions'];
}

export interface StartAgent extends AgentParts {
  context: AgentContext;
  folder: AgentFolder;
  owner: OwnerFile;
  signal: AbortSignal;
}

/** One that this process has started. */
export interface RunningAgent {
  readonly process: AgentProcess;
  readonly api: AgentApi;
  /** Looks, not too often, whether the host's instructions have changed. Never rejects, and is bounded in time. */
  refresh(): Promise<void>;
}

/** One that another process has. */
export interface OthersAgent {
  readonly api: AgentApi;
  /** Of that process. */
  readonly pid: number;
}

const askMs = 200;

/** The workspace's agent host, ready for its first session: a new one, or the one that another process has. */
export async function startAgent(options: StartAgent): Promise<RunningAgent | OthersAgent> {
  const { context, folder, owner, opencode, shell: shellScript, signal } = options;
  const { projectID } = context.workspace;
  await prepareFolder(folder, { projectID, opencode, shellScript, env: context.env });
  for (;;) {
    const other = await owner.take();
    if (!other) break;
    const theirs = await ready(other, folder);
    if (theirs) return theirs;
    await pause(askMs, signal).catch(() => {
      throw unanswered(options, other);
    });
  }
  return startOwn(options).catch(async (error: unknown) => {
    await owner.release().catch(() => undefined);
    throw error;
  });
}

/** It listens while the host is still being connected to; configuration and plugins are loaded when all of it is known. */
async function startOwn(options: StartAgent): Promise<RunningAgent> {
  const { context, folder, owner, opencode, plugin, signal, noQuestions } = options;
  const { env, workspace } = context;
  const password = randomBytes(24).toString('hex');
  const { process: started, origin } = await startListening({
    ...{ opencode, directory: folder.anchor, owner, signal },
    env: agentEnvironment({ env, folder, workspaceID: workspace.id, plugin, password }),
  });
  try {
    if (origin === undefined) throw saidLast(context, started, 'ended before it listened');
    const authorization = `Basic ${Buffer.from(`opencode:${password}`).toString('base64')}`;
    const api = new AgentApi({ origin, authorization }, folder.anchor);
    const door = await within(signal, context.door);
    await replaceFile(
      folder.agentFile,
      JSON.stringify({ ...agentFileOf(folder, context, door), noQuestions }),
    );
    const mirror = new Mirror({ api, folder, context, door });
    void started.ended.then(() => mirror.close());
    await mirror.start();
    await within(signal, Promise.race([api.warmUp(signal), started.ended]));
    if (!started.isRunning) throw saidLast(context, started, 'ended while it loaded its configuration');
    if (!(await owner.write({ endpoint: api.endpoint })))
      throw saidLast(context, started, 'was taken for dead by another process');
    return { process: started, api, refresh: () => mirror.refresh() };
  } catch (error) {
    await started.end();
    throw error instanceof AgentError || signal.aborted
      ? error
      : saidLast(context, started, (error as Error).message);
  }
}

/** What an agent host is told of where it belongs. */
export function agentFileOf(
  { anchor }: Pick<AgentFolder, 'anchor'>,
  { host, workspace }: Pick<AgentContext, 'host' | 'workspace'>,
  { port, token, directory }: AgentDoor,
): AgentFile {
  const { id, projectID, name } = workspace;
  return { ...{ v: 1, port, token, host, anchor }, workspace: { id, projectID, name, directory } };
}

async function ready(
  { owner, endpoint }: OwnerRecord,
  folder: AgentFolder,
): Promise<OthersAgent | undefined> {
  if (!owner || !endpoint) return undefined;
  const api = new AgentApi(endpoint, folder.anchor);
  return (await api.isHealthy()) ? { api, pid: owner.pid } : undefined;
}

function saidLast({ host, workspace }: AgentContext, { lastWords }: AgentProcess, what: string): AgentError {
  const said = lastWords === '' ? '' : ` It said last: ${lastWords}`;
  return new AgentError(
    'not_started',
    host,
    `The agent host of ${workspace.name} could not be started: ${what}.${said}`,
    'Try again; `opencode serve` in a terminal shows whether OpenCode starts with your configuration.',
  );
}

function unanswered({ context, folder }: StartAgent, { owner }: OwnerRecord): AgentError {
  return new AgentError(
    'elsewhere',
    context.host,
    `Another process (${owner?.pid ?? 'unknown'}) has the agent host of ${context.workspace.name}, and it does not answer.`,
    `End that process; where it does not run on this machine any more, remove ${folder.record}.`,
  );
}
