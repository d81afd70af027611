import type { RemoteHost } from '@orssh/adaptor';
import type { Approval } from '@orssh/protocol';

import type { Cli } from '../cli.js';
import { colorsFor } from '../output/colors.js';
import { escapeControl } from '../output/escape-control.js';
import { table } from '../output/table.js';
import { timeOf } from '../output/time-of.js';
import { nameOf } from './allow-path.js';

/** An approval, and whose host it is on. */
export type ListedApproval = Approval & { host: string };

export type StubHost = Pick<RemoteHost, 'stub' | 'destination'>;

export async function listApprovals(
  { stub, destination }: StubHost,
  { workspace }: { workspace?: string },
): Promise<ListedApproval[]> {
  const found = await stub.approvals({ workspaceID: workspace });
  return found.map((approval) => ({ host: destination.target, ...approval }));
}

export function renderApprovals(cli: Cli, approvals: readonly ListedApproval[], target: string): string {
  if (approvals.length === 0) return `nothing outside the workspaces is approved on ${target}\n`;
  const rows = approvals.map((approval) => [
    escapeControl(nameOf(approval)),
    approval.access,
    escapeControl(approval.workspaceID),
    escapeControl(approval.by || '-'),
    timeOf(approval.at),
    approval.until === 0 ? '-' : timeOf(approval.until),
  ]);
  const columns = ['path', 'access', 'workspace', 'by', 'approved', 'expires'];
  return table(columns, rows, colorsFor(cli.stdout, cli.env));
}
