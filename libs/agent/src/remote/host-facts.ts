import type { StubClient } from '@orssh/adaptor';
import * as z from 'zod/mini';

import { stubInstance } from '../command/stub-instance.js';
import { type AwayOptions, whileAway } from './while-away.js';

/** What of the host does not change while a stub runs on it. */
export interface HostFacts {
  /** As Node names it: `linux`, … */
  platform: string;
  /** As the stub names it: `amd64`, `arm64`, … */
  arch: string;
  hostname: string;
  home: string;
  /** What holds commands to the approved paths. */
  enforcement: string;
  /** The stub's. */
  version: string;
  /** The workspace's, as the host resolves it. */
  directory: string;
}

const placeSchema = z.object({ directory: z.string() });

export function hostFacts(stub: StubClient, options: AwayOptions): Promise<HostFacts> {
  const { signal } = options;
  return whileAway(async () => {
    const [health, place] = await Promise.all([
      stub.health({ signal }),
      stub.call(placeSchema, { method: 'GET', path: '/path', signal }),
      // The gateway then knows it, and the first command need not wait for that.
      stubInstance(stub, { signal }),
    ]);
    const { platform, arch, hostname, home, enforcement } = health.stub;
    return { platform, arch, hostname, home, enforcement, version: health.version, ...place };
  }, options);
}
