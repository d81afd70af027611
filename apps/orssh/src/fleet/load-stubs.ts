import type { StubBinaries } from '@orssh/bootstrap';

import type { Cli } from '../cli.js';
import { sharedStubs } from './shared-stubs.js';

/** The binaries for all hosts of a fleet. Where there are none, each host that needs one says so. */
export function loadStubs(cli: Pick<Cli, 'libraries'>): Promise<StubBinaries> {
  const stubs = cli.libraries
    .bootstrap()
    .then(({ findStubBinaries }) => findStubBinaries())
    .then(sharedStubs);
  stubs.catch(() => undefined);
  return stubs;
}
