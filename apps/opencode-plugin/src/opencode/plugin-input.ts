import type { WorkspaceAdapter } from './workspace-adapter.js';

/**
 * What OpenCode hands a plugin, as far as it is used here: `PluginInput` of `@opencode-ai/plugin` 1.18.33. That package is not
 * depended on: it brings 17 others.
 */
export interface PluginInput {
  readonly client: OpencodeClient;
  readonly project: { readonly id: string };
  /** The folder that OpenCode was asked for; a plugin is loaded once for each. */
  readonly directory: string;
  readonly worktree: string;
  /** Absent in an OpenCode without workspaces. */
  readonly experimental_workspace?: { register(type: string, adapter: WorkspaceAdapter): void };
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type ToastVariant = 'info' | 'success' | 'warning' | 'error';

/** The client of `@opencode-ai/sdk` that a plugin gets; it answers in process where OpenCode serves no port. */
export interface OpencodeClient {
  readonly app: {
    log(options: {
      body: { service: string; level: LogLevel; message: string; extra?: Record<string, unknown> };
    }): Promise<unknown>;
  };
  readonly tui: {
    showToast(options: {
      body: { title?: string; message: string; variant: ToastVariant; duration?: number };
    }): Promise<unknown>;
  };
  /** The one that all its methods call, for routes that it has no method for. */
  readonly _client?: RawClient;
}

export interface RawClient {
  request(options: {
    method: 'GET' | 'POST' | 'DELETE';
    url: string;
    body?: unknown;
    headers?: Record<string, string>;
  }): Promise<{ data?: unknown; error?: unknown; response?: { status: number } }>;
}
