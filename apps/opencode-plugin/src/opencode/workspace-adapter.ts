import type { WorkspaceInfo } from '@orssh/adaptor/workspace';

export type { WorkspaceInfo } from '@orssh/adaptor/workspace';

export interface RemoteTarget {
  type: 'remote';
  url: string;
}

/**
 * OpenCode's `WorkspaceAdapter` (`@opencode-ai/plugin` 1.18.33), with the `list` that its runtime also calls. An adapter is
 * registered for a project; one that is registered later takes its place.
 */
export interface WorkspaceAdapter {
  name: string;
  description: string;
  configure(info: WorkspaceInfo): Promise<WorkspaceInfo>;
  /** `env` has every credential of the user's providers. */
  create(info: WorkspaceInfo, env: Record<string, string | undefined>): Promise<void>;
  target(info: WorkspaceInfo): Promise<RemoteTarget>;
  remove(info: WorkspaceInfo): Promise<void>;
  list(): Promise<WorkspaceInfo[]>;
}
