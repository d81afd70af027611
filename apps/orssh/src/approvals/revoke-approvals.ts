import { CliError } from '../cli-error.js';
import { exitCode } from '../exit-code.js';
import { escapeControl } from '../output/escape-control.js';
import { nameOf } from './allow-path.js';
import { type ListedApproval, listApprovals, type StubHost } from './list-approvals.js';

/** An approval that is gone, and how many commands and terminals were ended with it. */
export type RevokedApproval = ListedApproval & { ended: number };

/** Which approvals; without a path all of them. */
export interface WhatToRevoke {
  path?: string;
  workspace?: string;
}

/** What was named on the command line: either one or all, so that a forgotten word is not taken for everything. */
export function whatToRevoke(
  target: string,
  path: string | undefined,
  { all, workspace }: { all?: boolean; workspace?: string },
): WhatToRevoke {
  if ((path === undefined) !== (all === true)) {
    throw new CliError({
      code: 'usage',
      host: target,
      message: path === undefined ? 'no approval was named' : `both ${path} and --all were given`,
      remedy: `name one that orssh approvals list ${target} prints, or give --all alone`,
      exitCode: exitCode.usage,
    });
  }
  return { path, workspace };
}

/** Takes approvals back, in every workspace or in one. Rejects with `no_approval` where the one that is named is not there. */
export async function revokeApprovals(
  host: StubHost | undefined,
  target: string,
  { path: wanted, workspace }: WhatToRevoke,
): Promise<RevokedApproval[]> {
  const found = host ? await listApprovals(host, { workspace }) : [];
  const chosen = found.filter(
    ({ path, pattern }) => wanted === undefined || [path, pattern].includes(wanted),
  );
  if (chosen.length === 0 && wanted !== undefined) throw notThere(target, wanted);
  const gone: RevokedApproval[] = [];
  for (const approval of chosen) {
    const { workspaceID, pattern } = approval;
    const revoked = await host?.stub.revokeApproval({ workspaceID, pattern });
    gone.push({ ...approval, ended: revoked?.ended ?? 0 });
  }
  return gone;
}

export function renderRevoked(gone: readonly RevokedApproval[], target: string): string {
  if (gone.length === 0) return `nothing was approved on ${target}\n`;
  return gone.map(renderOne).join('');
}

function renderOne({ ended, workspaceID, ...approval }: RevokedApproval): string {
  const commands = ended === 1 ? '1 command' : `${ended.toString()} commands`;
  const end = ended === 0 ? '' : `; ${commands} that could use it ${ended === 1 ? 'is' : 'are'} ended`;
  return `${escapeControl(nameOf(approval))} asks again (${escapeControl(workspaceID)})${end}\n`;
}

function notThere(target: string, wanted: string): CliError {
  return new CliError({
    code: 'no_approval',
    host: target,
    message: `${wanted} is not approved on ${target}`,
    remedy: `see what is: orssh approvals list ${target}`,
  });
}
