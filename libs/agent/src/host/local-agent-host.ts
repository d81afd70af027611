import { randomBytes } from 'node:crypto';

import type { AgentContext, AgentEndpoint, AgentState, ReadFile, Undo, WorkspaceAgent } from '@orssh/adaptor';

import { AgentError } from '../agent-error.js';
import { type AgentFolder, agentFolder, deleteFolder } from './agent-folder.js';
import type { AgentApi } from './agent-api.js';
import { IdleWatch } from './idle-watch.js';
import { OwnerFile } from './owner-record.js';
import { pause } from './pause.js';
import { RestartLimit } from './restart-limit.js';
import { PromptReader } from './prompt-reader.js';
import {
  agentFileOf,
  type AgentParts,
  type OthersAgent,
  type RunningAgent,
  startAgent,
} from './start-agent.js';
import { undoOnHost } from '../undo/index.js';
import { within } from './within.js';

export interface LocalAgentHostOptions extends AgentParts {
  /** Without a request and without a session that works, it ends after so long. */
  idleMs: number;
  /** How often it is looked whether it is idle. */
  lookMs: number;
  /** For starting, as a whole. */
  startMs: number;
}

/** A request that comes while a crashed one may not be started yet waits no longer than this. */
const patienceMs = 4_000;
/** Another process's is asked again whether it is there. */
const othersMs = 5_000;

/** The agent host of one workspace: a headless OpenCode on this machine. */
export class LocalAgentHost implements WorkspaceAgent {
  readonly anchor: string;
  readonly undo: Undo;
  readonly readFile: ReadFile;
  private readonly prompts: PromptReader;
  private readonly folder: AgentFolder;
  private readonly owner: OwnerFile;
  private readonly limit = new RestartLimit(() => Date.now());
  private readonly seen = new Set<(endpoint: AgentEndpoint | undefined) => void>();
  private readonly closing = new AbortController();
  private latest: AgentState = { name: 'stopped' };
  private here: AgentEndpoint | undefined;
  private running: RunningAgent | undefined;
  private others: { api: AgentApi; askedAt: number } | undefined;
  private starting: Promise<AgentEndpoint> | undefined;
  private stopping: Promise<void> | undefined;
  private ended: Promise<void> | undefined;
  private readonly idle: IdleWatch;
  private stopWatching: (() => void) | undefined;

  constructor(
    private readonly context: AgentContext,
    private readonly options: LocalAgentHostOptions,
  ) {
    this.folder = agentFolder(context.workspace.id, context.env);
    this.anchor = this.folder.anchor;
    const idleMs = context.idleMs ?? options.idleMs;
    this.idle = new IdleWatch({
      ...{ idleMs, lookMs: Math.min(options.lookMs, idleMs) },
      file: this.folder.used,
    });
    this.owner = new OwnerFile(this.folder.record, randomBytes(8).toString('hex'));
    const { stub, host, workspace, log } = context;
    this.undo = undoOnHost({ stub, host, log, workspaceID: workspace.id, folder: this.folder.undo });
    this.prompts = new PromptReader(async () => agentFileOf(this.folder, context, await context.door));
    this.readFile = this.prompts.read;
    // Whoever needs it gets the error.
    context.door.catch(() => undefined);
  }

  get endpoint(): AgentEndpoint | undefined {
    return this.here;
  }

  get state(): AgentState {
    return this.latest;
  }

  begin(): void {
    this.reach().catch(() => undefined);
  }

  async reach(signal?: AbortSignal): Promise<AgentEndpoint> {
    this.idle.used();
    signal?.throwIfAborted();
    if (this.closing.signal.aborted) throw this.closed();
    await this.stopping;
    await this.askOthers();
    if (this.here) return this.here;
    this.starting ??= this.start().finally(() => {
      this.starting = undefined;
    });
    return signal ? within(signal, this.starting) : this.starting;
  }

  onEndpoint(seen: (endpoint: AgentEndpoint | undefined) => void): () => void {
    this.seen.add(seen);
    return () => {
      this.seen.delete(seen);
    };
  }

  busy(): () => void {
    // An instruction that changed on the host counts from the next turn on.
    void this.running?.refresh();
    return this.idle.busy();
  }

  close(): Promise<void> {
    this.ended ??= this.closeNow();
    return this.ended;
  }

  async remove(): Promise<void> {
    await this.close();
    await this.owner.endStale();
    await deleteFolder(this.folder);
  }

  private async closeNow(): Promise<void> {
    this.closing.abort(this.closed());
    await this.starting?.catch(() => undefined);
    await this.running?.api.interrupt().catch(() => undefined);
    await Promise.all([this.stop(), this.prompts.close()]);
  }

  private async start(): Promise<AgentEndpoint> {
    const { waitMs } = this.limit;
    if (waitMs > patienceMs) throw this.tooSoon(waitMs);
    this.change({ name: 'starting' });
    const timeout = AbortSignal.timeout(waitMs + this.options.startMs);
    const signal = AbortSignal.any([this.closing.signal, timeout]);
    try {
      await pause(waitMs, signal);
      const { context, options, folder, owner } = this;
      const running = await startAgent({ ...options, context, folder, owner, signal });
      return 'process' in running ? this.begun(running) : this.useOthers(running);
    } catch (error) {
      this.limit.crashed();
      const reason = timeout.aborted
        ? new AgentError(
            'not_started',
            this.context.host,
            `The agent host of ${this.context.workspace.name} was not ready within ${this.options.startMs / 1000} s.`,
            'Try again; `opencode serve` in a terminal shows whether OpenCode starts.',
            error,
          )
        : (error as Error);
      this.change({ name: 'crashed', reason: reason.message });
      throw reason;
    }
  }

  private begun(running: RunningAgent): AgentEndpoint {
    this.limit.started();
    this.running = running;
    this.idle.used();
    void running.process.ended.then(() => {
      if (this.running === running) void this.crashed(running);
    });
    this.stopWatching = this.idle.watch(running.api, () => {
      const { log, workspace } = this.context;
      log('info', `The agent host of ${workspace.name} was idle, and is stopped.`);
      void this.stop();
    });
    this.change({ name: 'running', pid: running.process.pid }, running.api.endpoint);
    return running.api.endpoint;
  }

  private useOthers({ api, pid }: OthersAgent): AgentEndpoint {
    this.others = { api, askedAt: Date.now() };
    this.change({ name: 'elsewhere', pid }, api.endpoint);
    return api.endpoint;
  }

  /** Another process may have ended its own, or this process may be the one to have it now. */
  private async askOthers(): Promise<void> {
    const { others } = this;
    if (!others) return;
    this.idle.usedFromElsewhere();
    if (Date.now() - others.askedAt < othersMs) return;
    others.askedAt = Date.now();
    if (await others.api.isHealthy()) return;
    if (this.others !== others) return;
    this.others = undefined;
    this.change({ name: 'stopped' });
  }

  private async crashed(running: RunningAgent): Promise<void> {
    const { log, notify, workspace, host } = this.context;
    this.forget();
    this.limit.crashed();
    const words = running.process.lastWords;
    const reason = `The agent host of ${workspace.name} ended by itself${words === '' ? '' : `: ${words}`}`;
    this.change({ name: 'crashed', reason });
    log('error', reason);
    const message = `OpenCode for ${workspace.name} on ${host} ended by itself. Your sessions are kept; it starts again with the next prompt.`;
    notify({ level: 'error', title: workspace.name, message });
    await this.owner.release().catch(() => undefined);
  }

  private stop(): Promise<void> {
    this.stopping ??= this.stopNow().finally(() => {
      this.stopping = undefined;
    });
    return this.stopping;
  }

  private async stopNow(): Promise<void> {
    const { running } = this;
    this.forget();
    this.others = undefined;
    if (this.latest.name !== 'crashed') this.change({ name: 'stopped' });
    if (!running) return;
    await running.process.end();
    await this.owner.release().catch(() => undefined);
  }

  private forget(): void {
    this.running = undefined;
    this.stopWatching?.();
  }

  private change(state: AgentState, endpoint?: AgentEndpoint): void {
    this.latest = state;
    if (this.here === endpoint) return;
    this.here = endpoint;
    for (const seen of this.seen) seen(endpoint);
  }

  private tooSoon(waitMs: number): AgentError {
    const { host, workspace } = this.context;
    const why =
      this.latest.name === 'crashed' ? this.latest.reason : `The agent host of ${workspace.name} crashed.`;
    const seconds = Math.ceil(waitMs / 1000);
    return new AgentError('crashed', host, why, `It can be started again in ${seconds} s: try again then.`);
  }

  private closed(): AgentError {
    const { host, workspace } = this.context;
    return new AgentError('closed', host, `The workspace ${workspace.name} was closed.`, 'Open it again.');
  }
}
