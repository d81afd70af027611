import { setMaxListeners } from 'node:events';

import type { AgentContext, AgentDoor } from '@orssh/adaptor';

import { type AwayOptions, connectRemote, type Remote } from '../../remote/index.js';
import type { AgentApi } from '../agent-api.js';
import type { AgentFolder } from '../agent-folder.js';
import { collect } from './collect.js';
import { HostTexts } from './host-texts.js';
import { writeAnchor } from './write-anchor.js';

export interface MirrorOf {
  api: AgentApi;
  folder: AgentFolder;
  context: AgentContext;
  door: AgentDoor;
}

const startMs = 15_000;
const refreshMs = 5_000;
const pauseMs = 3_000;

/** What of the host's directory instructs the model, as files of the anchor. */
export class Mirror {
  private readonly remote: Remote;
  private texts: HostTexts | undefined;
  private refreshing: Promise<void> | undefined;
  private lookedAt = 0;
  private told = '';
  private mustReload = false;

  constructor(private readonly options: MirrorOf) {
    const { context, door, folder } = options;
    const { port, token, directory } = door;
    this.remote = connectRemote({
      ...{ v: 1, port, token, host: context.host, anchor: folder.anchor },
      workspace: { ...context.workspace, directory },
    });
  }

  /** Before configuration is loaded. Never rejects, and is bounded in time: a host that is away is looked at later. */
  async start(): Promise<void> {
    await atOnce(startMs, (how) => this.sync(how)).catch((error: unknown) => {
      this.failed(error);
    });
    this.lookedAt = Date.now();
  }

  /** Looks, not too often, whether something has changed. Never rejects, and is bounded in time. */
  refresh(): Promise<void> {
    if (!this.refreshing && Date.now() - this.lookedAt < pauseMs) return Promise.resolve();
    this.refreshing ??= this.look()
      .catch((error: unknown) => {
        this.failed(error);
      })
      .finally(() => {
        this.refreshing = undefined;
        this.lookedAt = Date.now();
      });
    return this.refreshing;
  }

  async close(): Promise<void> {
    await this.remote.close();
  }

  private async look(): Promise<void> {
    const { texts, options } = this;
    if (this.mustReload && !(await options.api.isWorking())) await this.reload();
    if (texts && !(await atOnce(refreshMs, (how) => texts.hasChanged(how)))) return;
    const reload = await atOnce(startMs, (how) => this.sync(how));
    if (!reload) return;
    // A turn under way would end by it: then the next look does it.
    if (await options.api.isWorking()) this.mustReload = true;
    else await this.reload();
  }

  private async reload(): Promise<void> {
    this.mustReload = false;
    await this.options.api.reload();
  }

  private async sync(how: AwayOptions): Promise<boolean> {
    const { api, folder, context, door } = this.options;
    const texts = new HostTexts(this.remote.files, how);
    const users = await api.globalConfig();
    const { directory } = door;
    const collected = await collect({ texts, directory, anchor: folder.anchor, users, env: context.env });
    const reload = await writeAnchor(folder.anchor, collected);
    this.texts = texts;
    this.tell(collected.ignored);
    return reload;
  }

  private tell(ignored: string[]): void {
    const { log, notify, workspace, host } = this.options.context;
    const all = ignored.join(', ');
    if (all === '' || all === this.told) return;
    this.told = all;
    const message = `The project's opencode.json on ${host} is followed as far as it is text or choice; left out, for it would act on this machine: ${all}.`;
    log('info', message);
    notify({ level: 'info', title: workspace.name, message });
  }

  private failed(error: unknown): void {
    const { log, workspace } = this.options.context;
    log('debug', `The instructions of ${workspace.name} were not read: ${(error as Error).message}`);
  }
}

/** While the host is away nothing is waited for. */
async function atOnce<T>(ms: number, work: (how: AwayOptions) => Promise<T>): Promise<T> {
  const away = new AbortController();
  const signal = AbortSignal.any([away.signal, AbortSignal.timeout(ms)]);
  // One listener for each request under way.
  setMaxListeners(0, signal);
  return work({
    signal,
    onAway(why) {
      if (why !== undefined) away.abort(new Error(why));
    },
  });
}
