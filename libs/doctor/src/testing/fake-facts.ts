import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { doctorLibraries } from '../doctor-libraries.js';
import type { Facts } from '../facts.js';

/** Facts of a machine with an empty home, which is gone after the test; the real libraries look at it. */
export async function fakeFacts(
  parts: Partial<Facts> = {},
): Promise<{ facts: Facts; remove: () => Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'orssh-doctor-'));
  // One after the other: Jest links modules that are imported at once against each other's halves.
  const adaptor = await import('@orssh/adaptor');
  const bootstrap = await import('@orssh/bootstrap');
  const tunnel = await import('@orssh/tunnel');
  const files = await import('@orssh/tunnel/look-at-files');
  const facts: Facts = {
    version: '1.2.3',
    env: { HOME: home, PATH: process.env['PATH'] },
    cwd: home,
    home,
    fix: false,
    libraries: doctorLibraries({ adaptor, bootstrap, tunnel, files }),
    registryLibrary: () => import('@orssh/registry'),
    options: {},
    target: '',
    ...parts,
  };
  return { facts, remove: () => rm(home, { recursive: true, force: true }) };
}
