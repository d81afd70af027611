/** Workspaces of OpenCode on hosts that are reached by SSH. */
export type { WantedHost } from './borrow.js';
export { type WorkspaceExtra } from './extra.js';
export { forgetWorkspaces, type ForgetWorkspaces, type ForgottenWorkspace } from './forget-workspaces.js';
export { openWorkspaces } from './open-workspaces.js';
export { workspaceType } from './workspace-type.js';
export type {
  Log,
  LogLevel,
  Note,
  Reaching,
  WorkspaceInfo,
  Workspaces,
  WorkspacesOptions,
  WorkspaceStatus,
  WorkspaceTimeouts,
} from './workspaces.js';
