import { posix } from 'node:path';

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
  const kept = keptOf(request.always);
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
        `The command wants to work in ${shown(path ?? patterns.join(', '))} on ${host}, outside the allowed paths.`,
      ]
    : [
        `The command wants, outside the allowed paths on ${host}, to`,
        ...touches
          .slice(0, shownTouches)
          .map(
            ({ access, path: where, tree }) =>
              `  ${verbs[access]} ${shown(where)}${tree ? ' and all below it' : ''}`,
          ),
        ...moreOf(touches.slice(shownTouches)),
      ];
  const folders = isPlace ? [] : foldersOfNew(patterns, touches);
  if (folders.length > 0) {
    const named = folders.slice(0, shownTouches).map(shown).join(', ');
    lines.push(
      `For what is not there yet it gets ${named}${folders.length > shownTouches ? ' and others' : ''}.`,
    );
  }
  if (unknown.length > 0) {
    lines.push(
      'What these touch besides cannot be told:',
      ...unknown.slice(0, shownTouches).map((part) => `  ${shown(part)}`),
      ...(unknown.length > shownTouches ? [`  and ${unknown.length - shownTouches} more`] : []),
    );
  }
  if (warning !== undefined) lines.push(`Careful: ${shown(warning)}`);
  return lines;
}

/** A kernel grants nothing that is not there: a yes to a new file is one to the folder that it is made in. */
function foldersOfNew(
  patterns: readonly string[],
  touches: readonly { path: string; tree: boolean }[],
): string[] {
  const named = new Set(touches.filter(({ tree }) => tree).map(({ path }) => posix.join(path, '*')));
  return patterns.filter((pattern) => pattern.endsWith('/*') && !named.has(pattern));
}

/** Of a long list the folders: a person who cannot read it all is to know where it leads. */
function moreOf(touches: readonly { path: string }[]): string[] {
  if (touches.length === 0) return [];
  const folders = [...new Set(touches.map(({ path }) => posix.dirname(path)))];
  const [first = '', ...others] = folders;
  const where =
    others.length === 0
      ? first
      : `${first} and ${others.length} other ${others.length === 1 ? 'folder' : 'folders'}`;
  return [`  and ${touches.length} more, in ${shown(where)}`];
}

function keptOf(always: readonly string[]): string {
  const [first = ''] = always;
  return always.length === 1 ? shown(first) : `these ${always.length}`;
}

/** Text of the host's; of what is longer than a path can be the beginning and the end. */
function shown(text: string): string {
  return escapeControl(
    text.length > longest ? `${text.slice(0, longest - 500)} … ${text.slice(-500)}` : text,
  );
}

const longest = 4096;

/** What a terminal shows at once. */
const shownTouches = 15;

const verbs = { read: 'read', edit: 'change', all: 'read and change' } as const;
