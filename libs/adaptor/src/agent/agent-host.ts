/** Where an agent host listens. */
export interface AgentEndpoint {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** The value of the header `authorization`. */
  readonly authorization: string;
}

/** The local OpenCode that runs a workspace's model loop, as the gateway sees it. It is started when it is needed, and stops when idle. */
export interface AgentHost {
  /** Its folder on this machine, of a name that nothing else has: where it says this, the workspace's directory is meant. */
  readonly anchor: string;
  /** Present while it runs and answers. */
  readonly endpoint: AgentEndpoint | undefined;
  /** Starts it if need be; rejects with why it cannot be had. Safe to call at once by many. */
  reach(signal?: AbortSignal): Promise<AgentEndpoint>;
  /** Calls `seen` with each change of {@link AgentHost.endpoint}, until the returned function is called. */
  onEndpoint(seen: (endpoint: AgentEndpoint | undefined) => void): () => void;
  /** It is not idle until the returned function is called. */
  busy(): () => void;
  /** Ends it, bounded in time. Safe to repeat. */
  close(): Promise<void>;
}

/** What an agent host needs of the process that has the gateway. */
export interface AgentContext {
  /** As the person knows it. */
  readonly host: string;
  /** `directory` is on the host; what it is resolved to is known once the host was reached. */
  readonly workspace: { id: string; projectID: string; name: string; directory: string };
  /** The gateway's port and the token of its door for agents. */
  readonly door: { port: number; token: string };
  readonly env: NodeJS.ProcessEnv;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;
  /** A toast. */
  readonly notify: (note: {
    level: 'info' | 'success' | 'warning' | 'error';
    title?: string;
    message: string;
  }) => void;
}

export type MakeAgentHost = (context: AgentContext) => AgentHost;
