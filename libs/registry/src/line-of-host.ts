import type { RegistryHost } from './registry.js';

/** The line of its file at which a host stands, from 1 on; undefined where the file is a program, or is not as it was read. */
export async function lineOfHost(host: RegistryHost): Promise<number | undefined> {
  try {
    const { findLine } = await import('./read/find-line.js');
    return await findLine(host);
  } catch {
    return undefined;
  }
}
