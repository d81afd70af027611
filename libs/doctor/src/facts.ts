import type { HostInspection, RunningStub, StubBinaries, StubStatus } from '@orssh/bootstrap';
import type { RemoteHost } from '@orssh/adaptor';
import type * as RegistryLibrary from '@orssh/registry';
import type { Registry, RegistryHost } from '@orssh/registry';
import type { Connection, Destination, Prompter } from '@orssh/tunnel';

import type { DoctorLibraries } from './doctor-libraries.js';

/** What is given to the checks, and what they find out for one another. */
export interface Facts {
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly home: string;
  /** Whether what can be mended is mended. */
  readonly fix: boolean;
  readonly libraries: DoctorLibraries;
  readonly registryLibrary: () => Promise<typeof RegistryLibrary>;
  readonly options: { config?: string; identity?: string; installRoot?: string; connectTimeout?: number };
  /** Asked during a login; absent: nobody can be. */
  readonly prompter?: Prompter;

  target: string;
  registry?: Registry;
  stubs?: StubBinaries;
  host?: RegistryHost;
  destination?: Destination;
  connection?: Connection;
  inspection?: HostInspection;
  status?: StubStatus;
  running?: RunningStub;
  stub?: RemoteHost['stub'];
}

/** A fact that a check needs, and that the one before it has found. */
export function known<Name extends keyof Facts>(facts: Facts, name: Name): NonNullable<Facts[Name]> {
  const value = facts[name];
  if (value === undefined) throw new Error(`${name} has not been looked at`);
  return value;
}
