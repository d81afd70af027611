import type { RemoteHost } from '../open-host.js';
import { StubClient, type StubClientOptions } from '../stub-client.js';
import type { Binding } from './binding.js';
import { RenamedStub } from './renamed-stub.js';

/** A workspace's own client of the stub, on the connection that it shares. */
export function workspaceClient(
  { running }: Pick<RemoteHost, 'running'>,
  { id: here, workspaceID: there }: Pick<Binding, 'id' | 'workspaceID'>,
  host: string,
): StubClient {
  const options: StubClientOptions = {
    open: (how) => running.open(how),
    token: running.token,
    renewToken: (refused) => running.renewToken(refused),
    host,
  };
  return here === there ? new StubClient(options) : new RenamedStub(options, { here, there });
}
