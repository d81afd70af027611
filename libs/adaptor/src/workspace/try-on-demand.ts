import { TunnelError } from '@orssh/tunnel';

import type { WorkspacesContext } from './context.js';
import type { OpenWorkspace } from './open-workspace.js';

/**
 * A request for a workspace that failed, or lost its lease, tries it again, not too often: the person may have seen to it. A login
 * that was refused stays so, since repeating it locks accounts.
 */
export function tryOnDemand(context: WorkspacesContext, open: OpenWorkspace): void {
  const { state } = open;
  if (state.name !== 'failed' && state.name !== 'lost') return;
  if (state.error instanceof TunnelError && state.error.code === 'auth_failed') return;
  const now = context.clock.now();
  const last = Math.max(state.since, context.triedAt.get(open.id) ?? 0);
  if (now - last < context.timeouts.retry) return;
  context.triedAt.set(open.id, now);
  open.again().catch(() => undefined);
}
