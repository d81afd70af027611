import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type RealHost, startRealHost } from '@orssh/adaptor/testing';

import { connectRemote, type Remote } from '../remote/index.js';
import { openDoor } from './open-door.js';

/** A workspace on a host that is this machine, behind a real sshd, reached as an agent host reaches it. */
export interface RealWorkspace {
  readonly remote: Remote;
  /** The workspace's, in {@link RealWorkspace.folder}. */
  readonly directory: string;
  readonly folder: string;
  readonly host: RealHost;
  close(): Promise<void>;
}

export const testAnchor = '/anchor/of/this/workspace';

export async function startRealWorkspace(): Promise<RealWorkspace> {
  const host = await startRealHost();
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'orssh-agent-')));
  const directory = join(folder, 'api');
  await mkdir(directory);
  const opened = await host.open();
  const workspace = { id: 'wrk_agent', projectID: 'p1', name: 'api', directory };
  await opened.stub.registerWorkspace({ ...workspace, type: 'ssh', extra: {} });
  const door = await openDoor(opened.stub, workspace.id);
  const remote = connectRemote({
    ...{ v: 1, port: door.port, token: 'feed'.repeat(8), host: 'box', anchor: testAnchor, workspace },
  });
  return {
    ...{ remote, directory, folder, host },
    async close() {
      await remote.close();
      await door.close();
      await opened.close();
      await host.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
