export type {
  AgentContext,
  AgentDoor,
  AgentEndpoint,
  AgentHost,
  AgentState,
  MakeAgentHost,
  WorkspaceAgent,
} from './agent/agent-host.js';
export type { FileChange, Undo, UndoneFiles } from './agent/undo.js';
export type { ReadAnswer, ReadFile, ReadRequest } from './gateway/agent/read-file.js';
export { AdaptorError, type AdaptorErrorCode } from './errors.js';
export type { FollowOptions } from './follow.js';
export { type LeasableHost, type LeasedHost, leaseHost, type LeaseHostOptions } from './lease/lease-host.js';
export { leaseHolder } from './lease/lease-holder.js';
export { leaseKey } from './lease/lease-key.js';
export {
  connectHost,
  type ConnectHostOptions,
  openHost,
  type OpenHostEvent,
  type OpenHostOptions,
  type OpenHostTimings,
  type RemoteHost,
} from './open-host.js';
export type { CommandOutput, RemoteCommand } from './remote-command.js';
export { StubClient, type StubClientOptions } from './stub-client.js';
export type { StubBytes } from './bytes-collector.js';
export { StubError } from './stub-error.js';
export { type FileContent, StubFiles, type FileWriteRequest } from './stub-files.js';
export type { StubRequest } from './exchange.js';
export { StubSnapshots } from './stub-snapshots.js';
export type { StubEvent } from './stub-event.js';
export type { HostTerms } from './terms-of.js';
export type { ForwardedAnswer, UseLeaseOptions } from './stub-http.js';
