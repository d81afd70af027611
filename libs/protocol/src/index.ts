export { type Access, accessSchema, type Allowed, allowedSchema } from './allowed.js';
export {
  type Approval,
  type ApprovalRequest,
  approvalSchema,
  homeWorkspaceID,
  type Revoked,
  revokedSchema,
} from './approval.js';
export { type Command, commandSchema } from './command.js';
export type { ExecRequest } from './exec-request.js';
export {
  allowHeader,
  type FileEntries,
  fileEntriesSchema,
  type FileLines,
  type FileLinesRequest,
  fileLinesSchema,
  type FilePlace,
  fileRemovedSchema,
  type FileStat,
  fileStatSchema,
  type FileWritten,
  fileWrittenSchema,
  sizeHeader,
} from './file.js';
export {
  type FileGlob,
  type FileGlobRequest,
  fileGlobSchema,
  type FileGrep,
  type FileGrepRequest,
  fileGrepSchema,
} from './file-search.js';
export { FrameDecoder, FrameError, type OutputFrame } from './frame-decoder.js';
export { encodeFrame } from './frame-encoder.js';
export { type CommandExit, type FrameMeta, frameMetaSchema } from './frame-meta.js';
export { type GarbageReport, garbageReportSchema } from './garbage-report.js';
export { type Health, healthSchema } from './health.js';
export {
  type Lease,
  type LeaseGrant,
  leaseGrantSchema,
  leaseHeader,
  type LeaseHeldData,
  leaseHeldDataSchema,
  type LeaseHolder,
  leaseHolderSchema,
  type LeaseLostData,
  leaseLostDataSchema,
  type LeaseLostEvent,
  leaseLostEventSchema,
  type LeaseMode,
  type LeaseRequest,
  leaseSchema,
  leaseStateHeader,
} from './lease.js';
export { type CommandLook, type CommandLookRequest, commandLookSchema } from './command-look.js';
export { type Terms, termsSchema } from './terms.js';
export { type PermissionReply, type PermissionRequest, permissionRequestSchema } from './permission.js';
export { type Failure, failureSchema, installedSchema, type Ready, readySchema } from './ready.js';
export {
  type SnapshotDiff,
  snapshotDiffSchema,
  type SnapshotRestored,
  snapshotRestoredSchema,
  snapshotTreeSchema,
} from './snapshot.js';
export { type StubErrorBody, stubErrorBodySchema } from './stub-error.js';
export { stubName, stubVersion, versionedStubName } from './stub-names.js';
export { type Version, versionSchema } from './version.js';
export { type StubWorkspace, stubWorkspaceSchema } from './workspace.js';
export { listOf } from './list-of.js';
export { parseHostJson } from './parse-host-json.js';
export { printable } from './printable.js';
export { visible } from './visible.js';
export { Gathered } from './gathered.js';
