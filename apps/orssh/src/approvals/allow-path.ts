import { fromHome } from '../exec/build-request.js';
import { escapeControl } from '../output/escape-control.js';
import type { ListedApproval, StubHost } from './list-approvals.js';

/** Approves a folder and all below it, as the answer "always" would. */
export async function allowPath(
  { stub, destination }: StubHost,
  { path, workspaceID }: { path: string; workspaceID?: string },
): Promise<ListedApproval> {
  const approval = await stub.approve({ path: fromHome(path), workspaceID });
  return { host: destination.target, ...approval };
}

export function renderAllowed({ host, path, workspaceID }: ListedApproval): string {
  return `${escapeControl(path)} and all below it need no question on ${host} (${escapeControl(workspaceID)})\n`;
}
