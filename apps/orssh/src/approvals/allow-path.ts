import { hostname, userInfo } from 'node:os';

import type { Access, Approval } from '@orssh/protocol';

import { fromHome } from '../exec/build-request.js';
import { escapeControl } from '../output/escape-control.js';
import { timeOf } from '../output/time-of.js';
import type { ListedApproval, StubHost } from './list-approvals.js';

export interface AllowPath {
  path: string;
  workspaceID?: string;
  access?: Access;
  /** Milliseconds since 1970. */
  until?: number;
}

/** Approves a folder and all below it, a file or a pattern, as the answer "always" would. */
export async function allowPath(
  { stub, destination }: StubHost,
  { path, ...request }: AllowPath,
): Promise<ListedApproval> {
  const approval = await stub.approve({ path: fromHome(path), ...request, by: thisPerson() });
  return { host: destination.target, ...approval };
}

export function renderAllowed({ host, workspaceID, ...approval }: ListedApproval): string {
  const { tree, access, until } = approval;
  const what = `${escapeControl(nameOf(approval))}${tree ? ' and all below it' : ''}`;
  const how = access === 'all' ? '' : ` to be ${access === 'read' ? 'read' : 'edited'}`;
  const end = until === 0 ? '' : `, until ${timeOf(until)}`;
  return `${what} needs no question${how} on ${host} (${escapeControl(workspaceID)})${end}\n`;
}

/** What an approval is for, as it is listed: a folder or file by its path, anything wider by its pattern. */
export function nameOf({ path, pattern, tree }: Pick<Approval, 'path' | 'pattern' | 'tree'>): string {
  const plain = pattern === path || (tree && pattern === `${path === '/' ? '' : path}/*`);
  return plain ? path : pattern;
}

function thisPerson(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // An account without an entry in the user database.
    return hostname();
  }
}
