import type { DriverName } from './hosts/host-driver.js';
import type { ImageName } from './images/index.js';

/** What was found out before any test was collected; the test files read it. */
export interface Available {
  /** Folder of this run: ssh configuration, state. Removed at the end. */
  folder: string;
  /** Label of this run's containers. */
  label: string;
  /** Why a driver is not there at all. */
  drivers: Partial<Record<DriverName, string>>;
  /** Path of each image's root file system; images that could not be built are in `missing`. */
  roots: Partial<Record<ImageName, string>>;
  missing: Partial<Record<ImageName, string>>;
  /** Path of the real OpenCode, or why it cannot be had. */
  opencode?: string;
  missingOpencode?: string;
}

const variable = 'ORSSH_E2E_AVAILABLE';

export function asEnvironment(found: Available): Record<string, string> {
  return { [variable]: JSON.stringify(found) };
}

export function available(): Available {
  const json = process.env[variable];
  if (!json) throw new Error('run the end-to-end tests with `npm run e2e`: the hosts were not prepared');
  return JSON.parse(json) as Available;
}
