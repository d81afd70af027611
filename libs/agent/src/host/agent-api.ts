import type { AgentEndpoint } from '@orssh/adaptor';

import { toolsReplaced } from '../guard/tools-replaced.js';
import { pause } from './pause.js';

/** For what runs on the host to end. */
const interruptMs = 3_000;

/** What is asked of an agent host itself. Each call rejects when it does not answer in time. */
export class AgentApi {
  constructor(
    readonly endpoint: AgentEndpoint,
    private readonly anchor: string,
  ) {}

  async isHealthy(): Promise<boolean> {
    return this.call('/global/health', 3_000).then(
      () => true,
      () => false,
    );
  }

  /**
   * Makes it load configuration and plugins, and what the first session needs; otherwise that takes some seconds more. Rejects where
   * the plugin is not among them: it would be no agent host.
   */
  async warmUp(signal: AbortSignal): Promise<void> {
    await this.call('/agent', 60_000, { signal });
    await this.call('/config/providers', 60_000, { signal });
    const tools = (await this.call('/experimental/tool/ids', 60_000, { signal })) as string[];
    if (toolsReplaced(tools)) return;
    throw new Error(
      'its own tools would act on this machine: it has not loaded the plugin of opencode-remote-ssh',
    );
  }

  /** Whether a session works, or waits for an answer. */
  async isWorking(): Promise<boolean> {
    return (await this.working()).length > 0;
  }

  /** Interrupts every session, as a person does it, and what runs for it on the host; resolves when none works any more. */
  async interrupt(): Promise<void> {
    const signal = AbortSignal.timeout(interruptMs);
    for (let working = await this.working(signal); working.length > 0; working = await this.working(signal)) {
      const paths = working.map((id) => `/session/${encodeURIComponent(id)}/abort`);
      await Promise.all(paths.map((path) => this.call(path, 5_000, { method: 'POST', signal })));
      await pause(50, signal);
    }
  }

  private async working(signal?: AbortSignal): Promise<string[]> {
    const all = await this.call('/session/status', 5_000, { signal });
    const statuses = Object.entries(all as Record<string, { type?: string } | undefined>);
    return statuses.filter(([, status]) => status?.type !== 'idle').map(([id]) => id);
  }

  /** The user's own configuration, of all projects. */
  async globalConfig(): Promise<Record<string, unknown>> {
    return (await this.call('/global/config', 10_000)) as Record<string, unknown>;
  }

  /** Its configuration is read anew with the next request. What works is ended by it. */
  async reload(): Promise<void> {
    await this.call('/instance/dispose', 10_000, { method: 'POST' });
  }

  private async call(
    path: string,
    ms: number,
    { method = 'GET', signal }: { method?: string; signal?: AbortSignal } = {},
  ): Promise<unknown> {
    const timeout = AbortSignal.timeout(ms);
    const response = await fetch(
      `${this.endpoint.origin}${path}?directory=${encodeURIComponent(this.anchor)}`,
      {
        method,
        headers: { authorization: this.endpoint.authorization },
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      },
    );
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text);
  }
}
