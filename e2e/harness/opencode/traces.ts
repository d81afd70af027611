import type { TestHost } from '../hosts/host-driver.js';
import { account } from '../profile.js';

const state = `${account.home}/.opencode-remote-ssh/state`;

/** What workspaces have left on the host: their state, and leases in force. Empty when it is clean. */
export async function tracesOn(host: TestHost): Promise<string[]> {
  const script =
    `for folder in workspaces sessions approvals; do find ${state}/$folder -type f 2>/dev/null; done; ` +
    `cat ${state}/lease.json 2>/dev/null`;
  const { stdout } = await host.admin(script);
  return stdout.split('\n').filter((line) => line !== '' && !isEmptyLease(line));
}

/** The lease file stays, with the number of the last fence. */
function isEmptyLease(line: string): boolean {
  if (!line.startsWith('{')) return false;
  const { leases = [] } = JSON.parse(line) as { leases?: unknown[] };
  return leases.length === 0;
}
