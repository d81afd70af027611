import { posix } from 'node:path';

import type { PermissionReply, PermissionRequest } from '@orssh/protocol';
import { visible } from '@orssh/protocol/visible';

import type { Asker } from './asker.js';

/** Asks about paths outside the allowed ones; no answer means no. The paths shown are the resolved ones. */
export async function askPermission(
  asker: Asker,
  request: PermissionRequest,
  host: string,
): Promise<PermissionReply> {
  for (const line of whatItWants(request, host)) asker.say(line);
  const reply = await asker.choose<PermissionReply>('Allow it?', [
    { value: 'once', name: 'once, for this command' },
    { value: 'always', name: `always: ${keptOf(request.always)} from now on` },
    { value: 'reject', name: 'no' },
  ]);
  return reply ?? 'reject';
}

type Touch = NonNullable<PermissionRequest['metadata']['touches']>[number];

function whatItWants({ path, patterns, metadata }: PermissionRequest, host: string): string[] {
  const { touches = [], unknown = [], warning } = metadata;
  const [first, ...more] = touches;
  const isPlace = first ? more.length === 0 && first.tree && first.access === 'all' : patterns.length < 2;
  const lines = isPlace
    ? [
        `The command wants to work in ${shown(first?.path ?? path ?? patterns.join(', '))} on ${host}, outside the allowed paths.`,
      ]
    : [`The command wants, outside the allowed paths on ${host}, to`, ...listed(touches, patterns)];
  const folders = isPlace || !first ? [] : foldersOfNew(patterns, touches);
  if (folders.length > 0) lines.push(`For what is not there yet it gets ${someOf(folders)}.`);
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

/** A line for each, as they were written; of too many those first that matter most, and of the others where they are. */
function listed(touches: readonly Touch[], patterns: readonly string[]): string[] {
  if (touches.length === 0) return [`  work in ${someOf(patterns)}`];
  const byWeight =
    touches.length > shownTouches ? [...touches].sort((a, b) => weightOf(b) - weightOf(a)) : touches;
  const others = byWeight.slice(shownTouches);
  return [
    ...byWeight
      .slice(0, shownTouches)
      .map(({ access, path, tree }) => `  ${verbs[access]} ${shown(path)}${tree ? ' and all below it' : ''}`),
    ...(['all', 'edit', 'read'] as const).flatMap((access) => {
      const folders = others.filter((one) => one.access === access).map(({ path }) => posix.dirname(path));
      return folders.length === 0
        ? []
        : [`  and ${verbs[access]} ${folders.length} more, in ${someOf([...new Set(folders)])}`];
    }),
  ];
}

function weightOf({ secret, access, tree }: Touch): number {
  return (secret ? 4 : 0) + (access === 'read' ? 0 : 2) + (tree ? 1 : 0);
}

/** A kernel grants nothing that is not there: a yes to a new file is one to the folder that it is made in. */
function foldersOfNew(
  patterns: readonly string[],
  touches: readonly { path: string; tree: boolean }[],
): string[] {
  const named = new Set(touches.filter(({ tree }) => tree).map(({ path }) => posix.join(path, '*')));
  return patterns.filter((pattern) => pattern.endsWith('/*') && !named.has(pattern));
}

function keptOf(always: readonly string[]): string {
  const [first = ''] = always;
  return always.length === 1 ? shown(first) : `these ${always.length}`;
}

function someOf(places: readonly string[]): string {
  const more = places.length - shownPlaces;
  const named = places.slice(0, shownPlaces).map(shown).join(', ');
  return more > 0 ? `${named} and ${more} others` : named;
}

function shown(text: string): string {
  return visible(text, longest);
}

/** Fifteen of them, and what is around them, are what a person can have before the eyes. */
const longest = 300;

/** What a terminal shows at once. */
const shownTouches = 15;
const shownPlaces = 6;

const verbs = { read: 'read', edit: 'change', all: 'read and change' } as const;
