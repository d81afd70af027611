import type { Cable } from '../near/cable.js';
import type { TestHost } from './host-driver.js';

/** The power goes and comes: what runs on the host ends at once, what is not on its disk is gone. */
export interface Power {
  off(): Promise<void>;
  on(): void;
}

/**
 * Of a host that is reached by `cable`. Its first process, the SSH server, stays: without the cable nobody can tell, and where it
 * listens does not change.
 */
export function powerOf(host: TestHost, cable: Cable): Power {
  return {
    async off() {
      cable.cut();
      await host.admin('kill -9 -1; rm -rf /tmp/* /dev/shm/* /run/user');
    },
    on: () => {
      cable.mend();
    },
  };
}
