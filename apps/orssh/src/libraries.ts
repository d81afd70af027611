import type * as Adaptor from '@orssh/adaptor';
import type * as Agent from '@orssh/agent';
import type * as LeaseAnswers from '@orssh/adaptor/lease';
import type * as Workspace from '@orssh/adaptor/workspace';
import type * as Bootstrap from '@orssh/bootstrap';
import type { DoctorLibraries } from '@orssh/doctor';
import type * as Lease from '@orssh/lease';
import type * as Registry from '@orssh/registry';
import type * as Tunnel from '@orssh/tunnel';
import type * as Loopback from '@orssh/tunnel/loopback-host';
import type * as Keys from '@orssh/tunnel/make-key-pair';

/** The libraries that reach hosts, loaded when a command needs them: `--help` and `--version` start without. */
export interface Libraries {
  adaptor(): Promise<Pick<typeof Adaptor, 'openHost' | 'connectHost'>>;
  /** OpenCode's workspaces, as this machine knows them, and those of this process. */
  workspaces(): Promise<Pick<typeof Workspace, 'forgetWorkspaces' | 'openWorkspaces' | 'workspaceType'>>;
  /** Runs the models of workspaces. */
  agents(): Promise<Pick<typeof Agent, 'agentHosts'>>;
  leases(): Promise<Pick<typeof Adaptor, 'leaseHolder' | 'leaseHost' | 'leaseKey'>>;
  bootstrap(): Promise<
    Pick<
      typeof Bootstrap,
      | 'authorizeKey'
      | 'collectGarbage'
      | 'findStubBinaries'
      | 'forgetOldStubs'
      | 'rotateToken'
      | 'stubStatus'
      | 'stopStub'
      | 'uninstallStub'
      | 'readStubLog'
      | 'rememberInFiles'
    >
  >;
  registry(): Promise<typeof Registry>;
  /** Makes SSH keys. */
  keys(): Promise<typeof Keys>;
  /** What a stub's answers about leases mean. */
  leaseAnswers(): Promise<Pick<typeof LeaseAnswers, 'leaseErrorOf'>>;
  lease(): Promise<Pick<typeof Lease, 'leaseID' | 'localLeases' | 'machineID'>>;
  /** What a target means, before anything is contacted. */
  tunnel(): Promise<Pick<typeof Tunnel, 'resolveDestination' | 'parseTarget'>>;
  /** What the demonstration needs besides: it connects to a host that no configuration knows. */
  demo(): Promise<DemoLibraries>;
  /** What `doctor` looks with. */
  doctor(): Promise<DoctorLibraries>;
}

export type DemoLibraries = Pick<typeof Adaptor, 'StubClient'> &
  Pick<typeof Bootstrap, 'bootstrap' | 'findStubBinaries' | 'rememberInFiles' | 'uninstallStub'> &
  Pick<typeof Tunnel, 'connect'> &
  Pick<typeof Loopback, 'startLoopbackHost'>;

const reach = () => import('./reach-libraries.js');

export const libraries: Libraries = {
  adaptor: async () => (await reach()).adaptor,
  workspaces: () => import('@orssh/adaptor/workspace'),
  agents: () => import('@orssh/agent'),
  leases: async () => (await reach()).adaptor,
  bootstrap: async () => (await reach()).bootstrap,
  registry: async () => (await reach()).registry,
  keys: () => import('@orssh/tunnel/make-key-pair'),
  leaseAnswers: () => import('@orssh/adaptor/lease'),
  lease: () => import('@orssh/lease'),
  tunnel: async () => (await reach()).tunnel,
  async demo() {
    const [{ adaptor, bootstrap, tunnel }, loopback] = await Promise.all([
      reach(),
      import('@orssh/tunnel/loopback-host'),
    ]);
    return { ...adaptor, ...bootstrap, ...tunnel, ...loopback };
  },
  async doctor() {
    const [{ doctorLibraries }, { adaptor, bootstrap, tunnel }, files] = await Promise.all([
      import('./doctor/checks.js'),
      reach(),
      import('@orssh/tunnel/look-at-files'),
    ]);
    return doctorLibraries({ adaptor, bootstrap, tunnel, files });
  },
};
