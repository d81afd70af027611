import type { MakeAgentHost } from '../agent/agent-host.js';
import type { Clock } from '../link/clock.js';
import type { LinkUse } from '../link/host-links.js';
import type { Binding } from './binding.js';
import type { StartGateway } from './gateway.js';
import type { HostTarget } from './host-target.js';
import type { OpenWorkspace } from './open-workspace.js';
import type { Log, Note, WorkspaceTimeouts } from './workspaces.js';

export interface OpenWorkspaceOptions {
  binding: Binding;
  allow: readonly string[];
  place: HostTarget;
  use: LinkUse;
  /** Of the project, on this machine. */
  localDirectory: string | undefined;
  startGateway: StartGateway;
  /** Absent where no model runs for it. */
  agent: MakeAgentHost | undefined;
  env: NodeJS.ProcessEnv;
  timeouts: WorkspaceTimeouts;
  clock: Clock;
  log: Log;
  notify: (note: Note) => void;
  onState: (workspace: OpenWorkspace) => void;
}
