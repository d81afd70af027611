import {
  approvalSchema,
  commandLookSchema,
  commandSchema,
  fileEntriesSchema,
  fileGlobSchema,
  fileGrepSchema,
  fileLinesSchema,
  fileRemovedSchema,
  fileStatSchema,
  fileWrittenSchema,
  healthSchema,
  leaseGrantSchema,
  leaseSchema,
  permissionRequestSchema,
  revokedSchema,
  snapshotDiffSchema,
  snapshotRestoredSchema,
  snapshotTreeSchema,
  stubWorkspaceSchema,
} from '@orssh/protocol';
import type { Schema } from '@orssh/protocol/testing';

import type { StubClient } from '../stub-client.js';
import { StubFiles } from '../stub-files.js';
import { StubSnapshots } from '../stub-snapshots.js';

/** Something that the client asks the stub for, and what an honest answer is. */
export interface StubCall {
  name: string;
  schema: Schema;
  list?: boolean;
  make: (client: StubClient) => Promise<unknown>;
}

const files = (client: StubClient): StubFiles => new StubFiles(client, 'wrk_1');
const snapshots = (client: StubClient): StubSnapshots => new StubSnapshots(client, 'wrk_1');
const holder = { workspace: '', user: 'me', machine: 'here', machineID: 'm', pid: 1 };
const workspace = { id: 'wrk_1', type: 'ssh', name: 'app', directory: '/srv', projectID: 'p', extra: null };

/** Every call whose answer is JSON. */
export const stubCalls: readonly StubCall[] = [
  { name: 'health', schema: healthSchema, make: (client) => client.health() },
  { name: 'command', schema: commandSchema, make: (client) => client.command('exe_1') },
  { name: 'commands', schema: commandSchema, list: true, make: (client) => client.commands() },
  { name: 'kill', schema: commandSchema, make: (client) => client.kill('exe_1') },
  { name: 'look', schema: commandLookSchema, make: (client) => client.look({ command: 'ls' }) },
  {
    name: 'permissions',
    schema: permissionRequestSchema,
    list: true,
    make: (client) => client.permissions(),
  },
  { name: 'leases', schema: leaseSchema, list: true, make: (client) => client.leases() },
  {
    name: 'acquireLease',
    schema: leaseGrantSchema,
    make: (client) => client.acquireLease({ id: 'lse_1', mode: 'shared', holder }),
  },
  { name: 'renewLease', schema: leaseSchema, make: (client) => client.renewLease('lse_1') },
  { name: 'approvals', schema: approvalSchema, list: true, make: (client) => client.approvals() },
  { name: 'approve', schema: approvalSchema, make: (client) => client.approve({ path: '/srv' }) },
  {
    name: 'revokeApproval',
    schema: revokedSchema,
    make: (client) => client.revokeApproval({ workspaceID: 'wrk_1', pattern: '/srv/*' }),
  },
  { name: 'workspaces', schema: stubWorkspaceSchema, list: true, make: (client) => client.workspaces() },
  {
    name: 'registerWorkspace',
    schema: stubWorkspaceSchema,
    make: (client) => client.registerWorkspace(workspace),
  },
  { name: 'stat', schema: fileStatSchema, make: (client) => files(client).stat({ path: 'a' }) },
  { name: 'lines', schema: fileLinesSchema, make: (client) => files(client).lines({ path: 'a' }) },
  { name: 'entries', schema: fileEntriesSchema, make: (client) => files(client).entries({ path: 'a' }) },
  {
    name: 'write',
    schema: fileWrittenSchema,
    make: (client) => files(client).write({ path: 'a', data: 'x' }),
  },
  { name: 'remove', schema: fileRemovedSchema, make: (client) => files(client).remove({ path: 'a' }) },
  { name: 'glob', schema: fileGlobSchema, make: (client) => files(client).glob({ pattern: '*' }) },
  { name: 'grep', schema: fileGrepSchema, make: (client) => files(client).grep({ pattern: 'x' }) },
  { name: 'track', schema: snapshotTreeSchema, make: (client) => snapshots(client).track() },
  {
    name: 'diff',
    schema: snapshotDiffSchema,
    make: (client) => snapshots(client).diff({ from: 'a', to: 'b' }),
  },
  {
    name: 'restore',
    schema: snapshotRestoredSchema,
    make: (client) => snapshots(client).restore({ tree: 'a' }),
  },
];
