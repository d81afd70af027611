import type { $ZodIssue } from 'zod/v4/core';

import { didYouMean } from '../nearest.js';
import type { ConfigPath } from '../parse/config-path.js';
import { keysAt } from './known-keys.js';

/** What is wrong at one place, before it is known in which file and line. */
export interface Described {
  path: ConfigPath;
  /** Follows the path in a sentence: `is 70000; expected a port from 0 to 65535`. */
  message: string;
  remedy: string;
}

const longestShown = 60;

/** Says in plain words what zod found, from the issue's fields alone. `root` is the whole value that was checked. */
export function describeIssue(issue: $ZodIssue, root: unknown, around: ConfigPath = []): Described[] {
  const path = [...around, ...(issue.path as ConfigPath)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], keysAt(path)));
    case 'invalid_union': {
      const branch = branchFor(issue.errors);
      if (branch) return branch.flatMap((inner) => describeIssue(inner, root, path));
      return [wrongValue(path, root, oneOf(issue.errors.flatMap((errors) => errors.map(expectedBy))))];
    }
    case 'invalid_key':
      return [{ ...wrongKey(path, issue.issues[0]) }];
    default:
      return [wrongValue(path, root, expectedBy(issue))];
  }
}

/** The alternative that fits in kind and fails further in: its errors are the ones to tell. */
function branchFor(errors: readonly (readonly $ZodIssue[])[]): readonly $ZodIssue[] | undefined {
  const isOtherKind = ({ code, path }: $ZodIssue): boolean =>
    path.length === 0 && (code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union');
  const fitting = errors.filter((branch) => !branch.some(isOtherKind));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function unknownKey(path: ConfigPath, known: readonly string[]): Described {
  const key = String(path.at(-1));
  const remedy = didYouMean(key, known) ?? `Remove it; known here: ${known.join(', ')}.`;
  return { path, message: 'is not a setting', remedy };
}

function wrongKey(path: ConfigPath, inner: $ZodIssue | undefined): Described {
  const expected = inner ? expectedBy(inner) : 'a name';
  return { path, message: `cannot have this name; expected ${expected}`, remedy: `Write ${expected}.` };
}

function wrongValue(path: ConfigPath, root: unknown, expected: string): Described {
  const found = at(root, path);
  if (found === undefined) return { path, message: `is missing; expected ${expected}`, remedy: 'Add it.' };
  const near = typeof found === 'string' ? didYouMean(found, quoted(expected)) : undefined;
  return {
    path,
    message: `is ${show(found)}; expected ${expected}`,
    remedy: near ?? `Write ${expected}.`,
  };
}

const kinds: Partial<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  record: 'an object',
  string: 'text',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
};

function expectedBy(issue: $ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return named(issue.message) ?? kinds[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return oneOf(issue.values.map((value) => JSON.stringify(value)));
    case 'too_big':
      return named(issue.message) ?? `at most ${amount(issue.maximum, issue.origin)}`;
    case 'too_small':
      return named(issue.message) ?? `at least ${amount(issue.minimum, issue.origin)}`;
    case 'invalid_union':
      return oneOf(issue.errors.flatMap((errors) => errors.map(expectedBy)));
    default:
      return issue.message;
  }
}

/** The schema's own words for what it expects; zod's default says nothing. */
function named(message: string): string | undefined {
  return message.startsWith('Invalid ') ? undefined : message;
}

function amount(count: number | bigint, origin: string): string {
  if (origin === 'string') return `${count} characters`;
  return origin === 'array' ? `${count} of them` : String(count);
}

function oneOf(words: readonly string[]): string {
  return [...new Set(words)].join(' or ');
}

function quoted(text: string): string[] {
  return [...text.matchAll(/"([^"]+)"/g)].map(([, word = '']) => word);
}

function at(value: unknown, path: ConfigPath): unknown {
  let part: unknown = value;
  for (const key of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return undefined;
    part = (part as Record<string | number, unknown>)[key];
  }
  return part;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
