import type { ReadFile } from '../gateway/agent/read-file.js';
import type { StubClient } from '../stub-client.js';
import type { Undo } from './undo.js';

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

/** How an agent host does. */
export type AgentState =
  | { name: 'stopped' | 'starting' }
  /** `elsewhere`: it is another process's, which has the same workspace, and is used together with it. */
  | { name: 'running' | 'elsewhere'; pid: number }
  /** It ended by itself, or could not be started. */
  | { name: 'crashed'; reason: string };

/** An agent host as the workspace has it. */
export interface WorkspaceAgent extends AgentHost {
  readonly state: AgentState;
  readonly undo?: Undo;
  readonly readFile?: ReadFile;
  /** Starts it without waiting; what goes wrong shows in {@link WorkspaceAgent.state}. */
  begin(): void;
  /** Ends it, and deletes its folder with all sessions. */
  remove(): Promise<void>;
}

/** Where the gateway lets an agent host in. */
export interface AgentDoor {
  readonly port: number;
  readonly token: string;
  /** The workspace's, on the host, absolute. */
  readonly directory: string;
}

/** What an agent host needs of the process that has the gateway. */
export interface AgentContext {
  /** As the person knows it. */
  readonly host: string;
  /** `id` is OpenCode's. */
  readonly workspace: { id: string; projectID: string; name: string };
  /** Without a request and without a session that works, it ends after so long; absent: as its maker thinks. */
  readonly idleMs?: number;
  /** Once the gateway serves; rejects when it never will. */
  readonly door: Promise<AgentDoor>;
  /** The workspace's client of the stub; undefined while the host is away. */
  readonly stub: () => StubClient | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;
  /** A toast. */
  readonly notify: (note: {
    level: 'info' | 'success' | 'warning' | 'error';
    title?: string;
    message: string;
  }) => void;
}

export interface MakeAgentHost {
  (context: AgentContext): WorkspaceAgent;
  /** Deletes what a workspace's agent host has left, where none runs. */
  forget?: (workspaceID: string, env: NodeJS.ProcessEnv) => Promise<void>;
}
