import { nothingMade } from '../adapter.js';
import { PluginError } from '../errors.js';
import type { RawClient } from './plugin-input.js';
import type { WorkspaceInfo } from './workspace-adapter.js';

/** OpenCode's `/experimental/workspace`, for the project of one folder. Rejects with what OpenCode answered. */
export class OpencodeApi {
  constructor(private readonly client: RawClient | undefined) {}

  async workspaces(): Promise<WorkspaceInfo[]> {
    return (await this.#call('GET', '/experimental/workspace')) as WorkspaceInfo[];
  }

  /** What OpenCode itself thinks of each: `connected`, `connecting`, `disconnected`, `error`. */
  async statuses(): Promise<Map<string, string>> {
    const list = await this.#call('GET', '/experimental/workspace/status');
    return new Map(
      (list as { workspaceID: string; status: string }[]).map(({ workspaceID, status }) => [
        workspaceID,
        status,
      ]),
    );
  }

  /** Resolves when the host is ready, which may take as long as an upload does. */
  async create(type: string, extra: Record<string, unknown>): Promise<WorkspaceInfo> {
    const body = { type, branch: null, extra };
    return (await this.#call('POST', '/experimental/workspace', body, nothingMade)) as WorkspaceInfo;
  }

  async remove(id: string): Promise<void> {
    await this.#call('DELETE', `/experimental/workspace/${encodeURIComponent(id)}`);
  }

  async #call(method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown, remedy = ''): Promise<unknown> {
    if (!this.client) {
      throw new PluginError(
        'opencode_unknown',
        'This OpenCode gives plugins no way to call its workspace API.',
        'Use OpenCode 1.18.33, the version this plugin was tried with.',
      );
    }
    const headers = body === undefined ? undefined : { 'Content-Type': 'application/json' };
    const { data, error, response } = await this.client.request({ method, url, body, headers });
    if (error === undefined) return data;
    throw new PluginError(
      'opencode_refused',
      messageOf(error) ?? `OpenCode answered ${response?.status ?? 0} to ${method} ${url}`,
      remedy,
    );
  }
}

/** Errors of OpenCode are `{name, data: {message}}`. */
function messageOf(error: unknown): string | undefined {
  const { data, message } = error as { data?: { message?: unknown }; message?: unknown };
  const text = data?.message ?? message;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
