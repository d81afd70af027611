import { HostileStub } from '@orssh/protocol/testing';

import { connectRemote, type Remote } from '../remote/index.js';

export interface HostileRemote {
  stub: HostileStub;
  remote: Remote;
}

const made: HostileRemote[] = [];

afterEach(async () => {
  for (const { stub, remote } of made.splice(0)) {
    await remote.close();
    await stub.close();
  }
});

/** The workspace `/srv/app` of a host that lies; it ends with the test. */
export async function hostileRemote(anchor: string): Promise<HostileRemote> {
  const stub = await HostileStub.start();
  const remote = connectRemote({
    ...{ v: 1, port: stub.port, token: stub.token, host: 'box', anchor },
    workspace: { id: 'wrk_1', projectID: 'p', name: 'app', directory: '/srv/app' },
  });
  made.push({ stub, remote });
  return { stub, remote };
}
