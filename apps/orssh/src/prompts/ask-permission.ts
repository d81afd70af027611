import type { PermissionReply, PermissionRequest } from '@orssh/protocol';

import { escapeControl } from '../output/escape-control.js';
import type { Asker } from './asker.js';

/** Asks about a path outside the allowed ones; no answer means no. The path shown is the resolved one. */
export async function askPermission(
  asker: Asker,
  request: PermissionRequest,
  host: string,
): Promise<PermissionReply> {
  const path = escapeControl(request.path ?? request.patterns.join(', '));
  const kept = escapeControl(request.always.join(', '));
  asker.say(`The command wants to work in ${path} on ${host}, outside the allowed paths.`);
  const reply = await asker.choose<PermissionReply>('Allow it?', [
    { value: 'once', name: 'once, for this command' },
    { value: 'always', name: `always: ${kept} from now on` },
    { value: 'reject', name: 'no' },
  ]);
  return reply ?? 'reject';
}
