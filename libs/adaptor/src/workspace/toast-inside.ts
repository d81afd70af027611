import type { Gateway } from './gateway.js';
import type { Note } from './workspaces.js';

const durationMs = 8_000;

/**
 * Shows a note in the sessions of workspaces as well: OpenCode's TUI shows a toast there only when it comes from that workspace's
 * own events, and outside of them only when it does not.
 */
export function toastInside(
  opened: ReadonlyMap<string, { readonly gateway: Pick<Gateway, 'publish'> | undefined }>,
  { level, title, message, workspaceID }: Note,
): void {
  const properties = { title, message, variant: level, duration: durationMs };
  for (const [id, { gateway }] of opened) {
    if (workspaceID === undefined || workspaceID === id)
      gateway?.publish({ type: 'tui.toast.show', properties });
  }
}
