import { endedWith, plainLines } from '../text/line-endings.js';
import { findLines } from './find-lines.js';
import type { PatchChunk } from './parse-patch.js';

interface Splice {
  at: number;
  removed: number;
  lines: string[];
}

/** A file's text with all chunks applied, ending with a newline. Throws, in OpenCode's words, where one does not fit. */
export function applyChunks(path: string, text: string, chunks: readonly PatchChunk[]): string {
  // What has one kind of line ending keeps it; a patch has only plain ones.
  const isDos = text.includes('\r\n') && !/(^|[^\r])\n/.test(text);
  const lines = (isDos ? plainLines(text) : text).split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const { at, removed, lines: added } of splicesOf(path, lines, chunks).reverse()) {
    lines.splice(at, removed, ...added);
  }
  if (lines.length === 0 || lines.at(-1) !== '') lines.push('');
  return endedWith(lines.join('\n'), isDos ? '\r\n' : '\n');
}

function splicesOf(path: string, lines: readonly string[], chunks: readonly PatchChunk[]): Splice[] {
  const splices: Splice[] = [];
  let start = 0;
  for (const { context, before, after } of chunks) {
    if (context !== undefined) {
      const at = findLines(lines, [context], start);
      if (at < 0) throw new Error(`Failed to find context '${context}' in ${path}`);
      start = at + 1;
    }
    if (before.length === 0) {
      splices.push({ at: lines.at(-1) === '' ? lines.length - 1 : lines.length, removed: 0, lines: after });
      continue;
    }
    const splice = spliceAt(lines, start, before, after);
    if (!splice) throw new Error(`Failed to find expected lines in ${path}:\n${before.join('\n')}`);
    splices.push(splice);
    start = splice.at + splice.removed;
  }
  return splices.sort((a, b) => a.at - b.at);
}

function spliceAt(
  lines: readonly string[],
  start: number,
  before: readonly string[],
  after: readonly string[],
): Splice | undefined {
  const at = findLines(lines, before, start);
  if (at >= 0) return { at, removed: before.length, lines: [...after] };
  if (before.at(-1) !== '') return undefined;
  // An empty line at the end of a chunk may stand for the end of the file.
  const fewer = before.slice(0, -1);
  const atEnd = findLines(lines, fewer, start);
  if (atEnd < 0) return undefined;
  return { at: atEnd, removed: fewer.length, lines: after.at(-1) === '' ? after.slice(0, -1) : [...after] };
}
