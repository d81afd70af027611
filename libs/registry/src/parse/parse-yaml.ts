import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml';

import type { ConfigPath } from './config-path.js';
import { deepest, type Parsed, protoKey, SyntaxProblems, tooDeep } from './parsed.js';

export const yamlOptions = { merge: true, prettyErrors: false, strict: true, uniqueKeys: true } as const;

const mostProblems = 20;
const mostAliases = 1000;

/** Reads YAML 1.2, JSON being YAML too. Anchors, aliases and merge keys (`<<`) work. */
export function parseYaml(text: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...yamlOptions, lineCounter: lines });
  // The parser reports what the stack could not hold as one more mistake.
  if (document.errors.some(({ message }) => message.includes('call stack'))) throw tooDeep();
  const problems = document.errors.map(({ message, pos }) => ({
    line: lines.linePos(pos[0]).line,
    message: `it is not YAML: ${message}`,
    remedy: 'Correct the line.',
  }));
  if (problems.length > 0) throw new SyntaxProblems(problems.slice(0, mostProblems));
  const value = valueOf(document);
  checkKeys(value, 0, new Set());
  return {
    value,
    lineOf(path) {
      const offset = offsetOf(document, path);
      return offset === undefined ? undefined : lines.linePos(offset).line;
    },
  };
}

function valueOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const message = `it is not YAML: ${error.message}`;
    throw new SyntaxProblems([{ message, remedy: 'Correct the anchors and aliases (&name, *name).' }]);
  }
}

/** What JSON's reader finds while it reads. `seen`: an alias gives the same object again. */
export function checkKeys(value: unknown, depth: number, seen: Set<object>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  if (depth === deepest) throw tooDeep();
  seen.add(value);
  if (Object.hasOwn(value, '__proto__')) throw new SyntaxProblems([protoKey()]);
  for (const part of Object.values(value)) checkKeys(part, depth + 1, seen);
}

/** Of the key where `path` ends at one, else of the value; of the nearest around it where the path goes on beyond the text. */
function offsetOf(document: Document, path: ConfigPath): number | undefined {
  let node = document.contents as Node | null | undefined;
  let offset = node?.range?.[0];
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    let at: unknown;
    if (isSeq(node)) at = node = node.items[Number(part)] as Node | undefined;
    else if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : '') === String(part));
      at = pair?.key;
      node = pair?.value as Node | undefined;
    }
    if (!isNode(at)) break;
    offset = at.range?.[0] ?? offset;
  }
  return offset;
}
