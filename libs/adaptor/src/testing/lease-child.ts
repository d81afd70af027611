import { findStubBinaries } from '@orssh/bootstrap';

import { leaseHost } from '../lease/lease-host.js';
import { openHost } from '../open-host.js';

/** What a child needs to know of a host, and who it is. */
export interface LeaseChildOptions {
  configFile: string;
  installRoot: string;
  stubs: string;
  /** The state folder of the machine that it plays. */
  state: string;
  workspace: string;
  ttlMs: number;
}

// A process that takes the lease of `box` for itself, says so or why not, works under it, and stays until it is killed.
const options = JSON.parse(process.argv[2] ?? '{}') as LeaseChildOptions;
const env = { ...process.env, XDG_STATE_HOME: options.state };
const { configFile, installRoot, workspace, ttlMs } = options;
const stubs = await findStubBinaries({ directory: options.stubs });
try {
  const leased = await leaseHost(() => openHost('box', { configFile, installRoot, stubs, env }), {
    ...{ target: 'box', key: 'box', mode: 'exclusive', workspace, ttlMs, env },
  });
  const command = await leased.host.stub.exec({ argv: ['true'] });
  await command.exit;
  console.log(`held ${leased.held?.lease.fence ?? 0}`);
  setInterval(() => undefined, 1000);
} catch (error) {
  console.log(`refused ${(error as { code?: string }).code ?? String(error)}`);
  process.exit(1);
}
