import type { Gateway } from './gateway.js';
import type { Note } from './workspaces.js';

const durationMs = 8_000;

/**
 * Shows a note in the sessions of workspaces as well: OpenCode's TUI shows a toast there only when it comes from that workspace's
 * own events, and outside of them only when it does not. With `attached` those who read the events are TUIs that are attached to the
 * gateway, and have no other events.
 */
export function toastInside(
  opened: ReadonlyMap<string, { readonly gateway: Pick<Gateway, 'publish'> | undefined }>,
  { level, title, message, workspaceID }: Note,
  { attached = false } = {},
): void {
  const toast = {
    type: 'tui.toast.show',
    properties: { title, message, variant: level, duration: durationMs },
  };
  for (const [id, { gateway }] of opened) {
    if (workspaceID !== undefined && workspaceID !== id) continue;
    gateway?.publish(toast);
    if (attached) gateway?.publish({ ...toast, outside: true });
  }
}
