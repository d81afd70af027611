import type { AgentHost } from '../agent/agent-host.js';
import type { Undo } from '../agent/undo.js';
import type { StubClient } from '../stub-client.js';
import type { ReadFile } from './agent/read-file.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type Log = (level: LogLevel, message: string) => void;

/** The workspace as OpenCode knows it; `directory` is on the host. */
export interface GatewayWorkspace {
  id: string;
  projectID: string;
  directory: string;
}

export interface GatewayOptions {
  /** For messages. */
  host: string;
  workspace: GatewayWorkspace;
  /** The first segment of every path; HTTP Basic's password as well, for the user `opencode`. */
  secret: string;
  /** Tried first; another free one is taken when it is in use. */
  port?: number;
  /** Default 10 000. */
  heartbeatMs?: number;
  /** The project's directory on this machine: where a request names a file below it, the host's is meant. */
  localDirectory?: string;
  /** How long the answer to a shell command waits for a host that went away. Default 120 000. */
  shellPatienceMs?: number;
  /** Called every now and then while a request waits for the host to begin its answer. */
  onWaiting?: () => void;
  /** How long it has waited then. Default 4 000. */
  waitingMs?: number;
  /** Has the sessions and the model; without one, the stub has the sessions. It is closed by who made it. */
  agent?: GatewayAgent;
  log?: Log;
}

export interface GatewayAgent {
  host: AgentHost;
  /** Opens what an agent host needs of the stub, as `Authorization: Bearer`. */
  token: string;
  undo?: Undo;
  /** Without it a text file that a prompt names is not read, which the model is told. */
  readFile?: ReadFile;
  /** Warns the person, wherever they are: with its first prompt a TUI is not in the session yet. */
  tell?: (message: string) => void;
}

export interface PlainEvent {
  type: string;
  properties: Record<string, unknown>;
  /** Not as the workspace's: for a client that is attached directly and shows none of its sessions. */
  outside?: true;
}

/** What OpenCode is told is the workspace. */
export interface Gateway {
  /** `http://127.0.0.1:<port>/<secret>`: the same for as long as the gateway lives. */
  readonly url: string;
  readonly port: number;
  /** The host is here (again): events go on where they were cut, requests go through. */
  attach(stub: StubClient): void;
  /** From now on requests are answered 503 with this reason, those under way too; event streams stay open. */
  away(reason: string): void;
  /** Sends an event that is not stored to everybody who reads events. */
  publish(event: PlainEvent): void;
  /** Ends every stream and WebSocket cleanly; resolves within a few seconds. */
  close(): Promise<void>;
}
