import type { StubClient } from '@orssh/adaptor';
import * as z from 'zod/mini';

import { ask, hostile } from './ask.js';
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

export async function hostFacts(
  door: { stub: StubClient; host: string },
  options: AwayOptions,
): Promise<HostFacts> {
  const { signal } = options;
  return whileAway(async () => {
    const [health, place] = await Promise.all([
      door.stub.health({ signal }),
      ask(door, { method: 'GET', path: '/path', signal }),
    ]);
    const { platform, arch, hostname, home, enforcement } = health.stub;
    const { directory } = parsed(door.host, place.bytes);
    return { ...{ platform, arch, hostname, home, enforcement }, version: health.version, directory };
  }, options);
}

function parsed(host: string, bytes: Buffer): z.infer<typeof placeSchema> {
  try {
    return placeSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw hostile(host, error);
  }
}
