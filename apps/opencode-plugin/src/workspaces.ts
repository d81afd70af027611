import type { StubBinaries } from '@orssh/bootstrap';
import type { Registry } from '@orssh/registry';

import type { LogLevel, ToastVariant } from './opencode/plugin-input.js';
import type { WorkspaceAdapter, WorkspaceInfo } from './opencode/workspace-adapter.js';

/** The workspaces of this process, as `@orssh/adaptor/workspace` has them. */
export interface Workspaces {
  configure(info: WorkspaceInfo): Promise<WorkspaceInfo>;
  create(info: WorkspaceInfo): Promise<void>;
  target: WorkspaceAdapter['target'];
  remove(info: WorkspaceInfo): Promise<void>;
  list(context: { projectID?: string }): Promise<WorkspaceInfo[]>;
  status(): readonly WorkspaceStatus[];
  close(): Promise<void>;
}

export interface WorkspaceStatus {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly directory: string;
  readonly state: 'connecting' | 'connected' | 'reconnecting' | 'lost' | 'failed';
  readonly reason?: string;
  readonly stub?: { readonly version: string; readonly enforcement?: string };
}

export interface WorkspacesOptions {
  registry: () => Promise<Registry>;
  env?: NodeJS.ProcessEnv;
  stubs?: StubBinaries | Promise<StubBinaries>;
  /** The project's directory on this machine. */
  localDirectory?: (projectID: string) => string | undefined;
  notify?: (note: Note) => void;
  log?: (level: LogLevel, message: string, extra?: Record<string, unknown>) => void;
}

/** What a person is shown at once. */
export interface Note {
  level: ToastVariant;
  title?: string;
  message: string;
  workspaceID?: string;
}

export type OpenWorkspaces = (options: WorkspacesOptions) => Workspaces;
