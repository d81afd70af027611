import type { StubBinaries } from '@orssh/bootstrap';
import type { Registry } from '@orssh/registry';

import type { AgentState, MakeAgentHost } from '../agent/agent-host.js';
import type { Clock } from '../link/clock.js';
import type { OpenHostOptions } from '../open-host.js';
import type { StubClient } from '../stub-client.js';
import type { WantedHost } from './borrow.js';

/** A row of OpenCode's table of workspaces. */
export interface WorkspaceInfo {
  id: string;
  type: string;
  name: string;
  branch: string | null;
  directory: string | null;
  extra: unknown;
  projectID: string;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type Log = (level: LogLevel, message: string, extra?: Record<string, unknown>) => void;

/** What a person is told while they work: a toast. */
export interface Note {
  level: 'info' | 'success' | 'warning' | 'error';
  title?: string;
  message: string;
  /** Absent where it concerns several, or none. */
  workspaceID?: string;
}

export interface WorkspacesOptions {
  /** Read anew for each workspace that is made or brought back. */
  registry: () => Promise<Registry>;
  env?: NodeJS.ProcessEnv;
  /** Default: `findStubBinaries()`. */
  stubs?: StubBinaries | Promise<StubBinaries>;
  /** The project's directory on this machine: where a request names a file below it, the host's is meant. */
  localDirectory?: (projectID: string) => string | undefined;
  notify?: (note: Note) => void;
  /** Whoever reads the gateways' events is attached to them directly: no OpenCode that has them as its workspaces. */
  attached?: boolean;
  /** Runs the model loop of workspaces, unless their `agent` is "none"; without it, none runs a model. */
  agent?: MakeAgentHost;
  log?: Log;
  timeouts?: Partial<WorkspaceTimeouts>;
  /** Another ssh_config than the person's (`ssh -F`). */
  sshConfigFile?: string;
  /** What else counts when a host is connected to, asked for each time: somebody is there to answer, or to watch. */
  reaching?: () => Reaching;
  clock?: Clock;
  /** From 0 to below 1, for the jitter of reconnecting; default: `Math.random`. */
  random?: () => number;
}

/** What is left out is as the registry says. */
export type Reaching = Pick<
  OpenHostOptions,
  'prompter' | 'identityFile' | 'installRoot' | 'timeoutMs' | 'onProgress'
>;

/** Milliseconds. */
export interface WorkspaceTimeouts {
  /** How long a connection may be away before anybody is told. Default 2 000. */
  quiet: number;
  /** Without a word of the stub for so long it is asked whether it is there: its heart beats every 10 s. Default 25 000. */
  silence: number;
  /** For its answer then. Default 5 000. */
  answer: number;
  /** For what `remove` does on the host. Default 5 000. */
  remove: number;
  /** For `close`, and for undoing what a failed `create` has done. Default 5 000. */
  close: number;
  /** Between tries that a request brings about, after a failure that is not the network's. Default 30 000. */
  retry: number;
  /** Of the gateway. Default: its own. */
  heartbeat?: number;
}

/** How a workspace of this process does. */
export interface WorkspaceStatus {
  id: string;
  name: string;
  /** As the person knows it. */
  host: string;
  directory: string;
  /** Of the gateway: it holds a secret. */
  url?: string;
  /** `lost`: the lease is somebody else's. `failed`: not tried again by itself. */
  state: 'connecting' | 'connected' | 'reconnecting' | 'lost' | 'failed';
  /** Why it is not connected. */
  reason?: string;
  /** Milliseconds since 1970. */
  since: number;
  stub?: {
    version: string;
    pid: number;
    instance: string;
    /** Another version waits until the host is idle. */
    upgradeWaiting: boolean;
    /** How commands are held to the approved paths there; absent until the stub has said it. */
    enforcement?: string;
  };
  lease?: { mode: 'shared' | 'exclusive' | 'none'; state: 'held' | 'joined' | 'lost' | 'none' };
  /** The local OpenCode that runs its model loop; absent where there is none. */
  agent?: AgentState;
}

/**
 * The workspaces of one OpenCode process on hosts that are reached by SSH, in the shape of its workspace adapters. What they reject
 * with is an `AdaptorError`, whose message also says what to do: OpenCode shows nothing else of it.
 */
export interface Workspaces {
  /** Checks `extra`, chooses a host, and names the workspace after it. Nothing is contacted. */
  configure(info: WorkspaceInfo): Promise<WorkspaceInfo>;
  /** Resolves when the host has answered and the gateway serves. Nothing is left on either side when it rejects. */
  create(info: WorkspaceInfo): Promise<void>;
  /** Where OpenCode finds the workspace. One that is known is brought back, and does not wait for its host. */
  target(info: WorkspaceInfo): Promise<{ type: 'remote'; url: string }>;
  /** Bounded in time; a host that is not reached is told later, by whatever connects to it. Safe to repeat. */
  remove(info: WorkspaceInfo): Promise<void>;
  /** What this machine, or a stub that is connected, knows of a project. Nothing is contacted that is not connected. */
  list(context: { projectID?: string }): Promise<WorkspaceInfo[]>;
  status(): WorkspaceStatus[];
  /** Tries again at once what is away, failed, or lost its lease. */
  reconnect(id: string): Promise<void>;
  /**
   * For commands beside those of the workspaces: the client of one that is open on this host, under its lease, and closed with it.
   * Undefined where there is none; rejects with why a workspace that has the host for itself is not connected.
   */
  borrow(host: WantedHost, signal?: AbortSignal): Promise<StubClient | undefined>;
  /** Leases are given back, and the workspaces go on without. Bounded to a fraction of a second: the process may be about to end. */
  rest(): Promise<void>;
  /** After {@link Workspaces.rest}: leases are taken again. */
  resume(): Promise<void>;
  /** Leases are given back, gateways closed; the stubs stay until they are idle. Bounded in time, and safe to repeat. */
  close(): Promise<void>;
}
