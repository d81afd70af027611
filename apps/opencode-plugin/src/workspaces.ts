import type { Workspaces, WorkspacesOptions } from '@orssh/adaptor/workspace';

export type { Note, Workspaces, WorkspacesOptions, WorkspaceStatus } from '@orssh/adaptor/workspace';

export type OpenWorkspaces = (options: WorkspacesOptions) => Workspaces;
