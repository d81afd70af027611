import type * as Adaptor from '@orssh/adaptor';
import type * as Bootstrap from '@orssh/bootstrap';
import type * as Tunnel from '@orssh/tunnel';
import type * as Files from '@orssh/tunnel/look-at-files';

/** What the checks look with. */
export type DoctorLibraries = Pick<
  typeof Bootstrap,
  'bootstrap' | 'findStubBinaries' | 'inspectHost' | 'stubStatus' | 'tryWays'
> &
  Pick<typeof Tunnel, 'connect' | 'resolveDestination'> &
  Pick<typeof Files, 'lookAtAgent' | 'lookAtKey' | 'lookAtKnownHosts'> & {
    stubClient(running: Bootstrap.RunningStub): Adaptor.StubClient;
  };

/** Puts them together from what the caller has loaded. */
export function doctorLibraries(loaded: {
  adaptor: Pick<typeof Adaptor, 'StubClient'>;
  bootstrap: typeof Bootstrap;
  tunnel: typeof Tunnel;
  files: typeof Files;
}): DoctorLibraries {
  const { adaptor, bootstrap, tunnel, files } = loaded;
  return {
    ...bootstrap,
    ...tunnel,
    ...files,
    stubClient: (running) =>
      new adaptor.StubClient({
        open: (how) => running.open(how),
        token: running.token,
        renewToken: (refused) => running.renewToken(refused),
        host: running.connection.destination.target,
      }),
  };
}
