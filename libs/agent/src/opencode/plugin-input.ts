/** What OpenCode hands a plugin (`PluginInput` of `@opencode-ai/plugin` 1.18.33), as far as an agent host uses it. */
export interface PluginInput {
  readonly client: OpencodeClient;
  readonly directory: string;
  readonly worktree: string;
}

export interface OpencodeClient {
  readonly app?: {
    log(options: {
      body: { service: string; level: 'debug' | 'info' | 'warn' | 'error'; message: string };
    }): Promise<unknown>;
  };
  readonly tui?: {
    showToast(options: { body: { message: string; variant: 'error' } }): Promise<unknown>;
  };
  /** The one that all its methods call; it answers in process. */
  readonly _client?: RawClient;
}

export interface RawClient {
  request(options: {
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
    url: string;
    body?: unknown;
    headers?: Record<string, string>;
  }): Promise<{ data?: unknown; error?: unknown; response?: { status: number } }>;
}
