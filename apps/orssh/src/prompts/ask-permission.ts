import type { PermissionReply, PermissionRequest } from '@orssh/protocol';

import { escapeControl } from '../output/escape-control.js';
import type { Asker } from './asker.js';

/** Asks about paths outside the allowed ones; no answer means no. The paths shown are the resolved ones. */
export async function askPermission(
  asker: Asker,
  request: PermissionRequest,
  host: string,
): Promise<PermissionReply> {
  for (const line of whatItWants(request, host)) asker.say(line);
  const kept = escapeControl(request.always.join(', '));
  const reply = await asker.choose<PermissionReply>('Allow it?', [
    { value: 'once', name: 'once, for this command' },
    { value: 'always', name: `always: ${kept} from now on` },
    { value: 'reject', name: 'no' },
  ]);
  return reply ?? 'reject';
}

function whatItWants({ path, patterns, metadata }: PermissionRequest, host: string): string[] {
  const { touches = [], unknown = [], warning } = metadata;
  const [first, ...more] = touches;
  const isPlace = !first || (more.length === 0 && first.tree && first.access === 'all');
  const lines = isPlace
    ? [
        `The command wants to work in ${escapeControl(path ?? patterns.join(', '))} on ${host}, outside the allowed paths.`,
      ]
    : [
        `The command wants, outside the allowed paths on ${host}, to`,
        ...touches.map(
          ({ access, path: where, tree }) =>
            `  ${verbs[access]} ${escapeControl(where)}${tree ? ' and all below it' : ''}`,
        ),
      ];
  if (unknown.length > 0) {
    lines.push(`What it does besides cannot be told: ${unknown.map(escapeControl).join(', ')}`);
  }
  if (warning !== undefined) lines.push(`Careful: ${escapeControl(warning)}`);
  return lines;
}

const verbs = { read: 'read', edit: 'change', all: 'read and change' } as const;
