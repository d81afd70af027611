import type { TestHost } from '../hosts/host-driver.js';
import { account } from '../profile.js';

const state = `${account.home}/.opencode-remote-ssh/state`;

/** What workspaces have left on the host: their state, and leases in force. Empty when it is clean. */
export async function tracesOn(host: TestHost): Promise<string[]> {
  const folders = ['workspaces', 'sessions', 'approvals'].map((name) => `${state}/${name}`).join(' ');
  const files = await host.admin(`find ${folders} -type f 2>/dev/null`);
  const kept = await host.admin(`cat ${state}/lease.json 2>/dev/null`);
  const { leases = [] } = JSON.parse(kept.stdout || '{}') as { leases?: { id: string }[] };
  return [...files.stdout.split('\n').filter(Boolean), ...leases.map(({ id }) => `lease/${id}`)];
}
