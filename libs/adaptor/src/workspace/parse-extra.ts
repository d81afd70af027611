import { didYouMean } from '@orssh/registry';
import type { $ZodIssue } from 'zod/v4/core';

import { AdaptorError } from '../errors.js';
import { extraSchema, type WorkspaceExtra } from './extra.js';
import { plain } from './plain.js';

const known: Record<string, readonly string[]> = {
  '': ['provider', 'host', 'labels', 'directory', 'agent', 'permission'],
  permission: ['allow'],
};

/** Throws `bad_workspace`, which names every field that is wrong and what may stand there. */
export function parseExtra(extra: unknown): WorkspaceExtra {
  const parsed = extraSchema.safeParse(extra ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => describe(issue, extra));
  const remedy = `Known fields: ${(known[''] ?? []).join(', ')}.`;
  const message = `The workspace cannot be made as asked: ${problems.join('; ')}. ${remedy}`;
  throw new AdaptorError('bad_workspace', '', message, remedy, parsed.error);
}

function describe(issue: $ZodIssue, extra: unknown): string[] {
  const path = ['extra', ...issue.path.map(String)];
  if (issue.code === 'unrecognized_keys') {
    const here = known[issue.path.join('.')] ?? [];
    return issue.keys.map((key) => {
      const meant = didYouMean(key, here);
      return `${named([...path, key])} is not a field${meant === undefined ? '' : ` (${meant.replace(/\?$/, '')}?)`}`;
    });
  }
  const expected = issue.message.startsWith('Invalid ') ? 'an object' : issue.message;
  return [`${named(path)} is ${shown(at(extra, issue.path))}; expected ${expected}`];
}

function named(path: readonly string[]): string {
  return plain(path.join('.').replace(/\.(\d+)(?=\.|$)/g, '[$1]'), 100);
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let part: unknown = value;
  for (const key of path) part = (part as Record<PropertyKey, unknown> | undefined)?.[key];
  return part;
}

function shown(value: unknown): string {
  return plain(value === undefined ? 'missing' : JSON.stringify(value), 60);
}
