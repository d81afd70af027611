import type { StubBinaries } from '@orssh/bootstrap';
import type { Registry } from '@orssh/registry';

import type { MakeAgentHost } from '../agent/agent-host.js';
import type { Clock } from '../link/clock.js';
import { HostLinks } from '../link/host-links.js';
import type { RemoteHost } from '../open-host.js';
import type { Bindings } from './bindings.js';
import type { StartGateway } from './gateway.js';
import type { OpenWorkspace } from './open-workspace.js';
import type { Log, Note, Reaching, WorkspaceTimeouts } from './workspaces.js';

/** What the workspaces of one process share. */
export interface WorkspacesContext {
  readonly registry: () => Promise<Registry>;
  readonly env: NodeJS.ProcessEnv;
  readonly stubs: StubBinaries | Promise<StubBinaries> | undefined;
  readonly sshConfigFile: string | undefined;
  readonly reaching: () => Reaching;
  readonly localDirectory: (projectID: string) => string | undefined;
  readonly notify: (note: Note) => void;
  readonly log: Log;
  readonly timeouts: WorkspaceTimeouts;
  readonly clock: Clock;
  readonly random: () => number;
  readonly startGateway: StartGateway;
  readonly agent: MakeAgentHost | undefined;
  readonly bindings: Bindings;
  readonly links: HostLinks;
  /** Of the stub of each connection: how commands are held to the approved paths there. */
  readonly enforcement: WeakMap<RemoteHost, string>;
  /** By OpenCode's id. */
  readonly opened: Map<string, OpenWorkspace>;
  /** Names that were given out by `configure` and are not written down yet, by id. */
  readonly named: Map<string, { projectID: string; name: string }>;
  /** Ids of OpenCode's rows with nothing behind them: why was said. */
  readonly failed: Set<string>;
  /** When what failed was tried last, by id. */
  readonly triedAt: Map<string, number>;
  readonly closing: AbortSignal;
}
