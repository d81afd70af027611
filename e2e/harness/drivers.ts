import { existsSync } from 'node:fs';

import { available } from './available.js';
import type { HostDriver } from './hosts/host-driver.js';
import { startNamespacedHost } from './hosts/namespaced-host.js';
import type { Profile } from './profile.js';

/** SSH servers that are ordinary processes of this machine. */
const processDriver: HostDriver = {
  name: 'process',
  missing(profile) {
    const { drivers, missing } = available();
    if (drivers.process) return drivers.process;
    if (profile.image !== 'debian12') return missing[profile.image];
    const shell = profile.shell ?? '/bin/sh';
    return existsSync(shell) ? undefined : `${shell} is not installed`;
  },
  start(profile) {
    // Its Debian 12 is the machine itself, whatever that is.
    const root = profile.image === 'debian12' ? '/' : available().roots[profile.image];
    if (!root) throw new Error(`no root file system for ${profile.image}`);
    return startNamespacedHost(profile, root);
  },
};

/** Containers that Testcontainers starts from the images built here. */
const containerDriver: HostDriver = {
  name: 'containers',
  missing(profile) {
    const { drivers, missing } = available();
    return drivers.containers ?? missing[profile.image];
  },
  async start(profile: Profile) {
    // Loaded only here: it is big, and half of the tests do without.
    const { startContainerHost } = await import('./containers/container-host.js');
    return startContainerHost(profile, available().label);
  },
};

export const drivers: HostDriver[] = [processDriver, containerDriver];
