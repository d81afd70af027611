import {
  applyEdits,
  createScanner,
  findNodeAtLocation,
  type ModificationOptions,
  modify,
  type Node,
  parseTree,
} from 'jsonc-parser';

import type { ConfigPath } from '../parse/config-path.js';
import { jsonOptions } from '../parse/parse-json.js';
import type { EditedConfig, NewHost, TextEdit } from './config-edit.js';
import { providerPlace } from './provider-place.js';

/** JSON with comments. */
export const jsonEdit: TextEdit = {
  addHost(edited, provider, host) {
    const { path, exists, hosts } = providerPlace(edited.value, provider);
    if (!exists && typeof path.at(-1) === 'number')
      return insert(edited, path.slice(0, -1), { name: provider, hosts: [host] });
    if (hosts === undefined) return set(edited, [...path, 'hosts'], [host]);
    return insert(edited, [...path, 'hosts'], host);
  },
  removeHost({ text, at }, path) {
    const node = nodeAt(text, [...at, ...path]);
    const siblings = node?.parent?.children ?? [];
    if (!node) return text;
    const before = siblings[siblings.indexOf(node) - 1];
    const end = node.offset + node.length;
    const after = commaAfter(text, end);
    const adjoins = after !== undefined && text.slice(end, after).trim() === '';
    const cuts = [lineAround(text, { from: node.offset, to: adjoins ? after + 1 : end })];
    const comma = after ?? (before && commaAfter(text, before.offset + before.length));
    if (comma !== undefined && !adjoins) cuts.push({ from: comma, to: comma + 1 });
    cuts.sort((a, b) => b.from - a.from);
    return cuts.reduce((left, { from, to }) => left.slice(0, from) + left.slice(to), text);
  },
};

function set({ text, at }: EditedConfig, path: ConfigPath, value: unknown): string {
  return applyEdits(text, modify(text, [...at, ...path], value, { formattingOptions: formatOf(text) }));
}

/** At the end of a list. A comma that already stands after its last part stays one. */
function insert({ text, at }: EditedConfig, path: ConfigPath, value: NewHost | object): string {
  const list = nodeAt(text, [...at, ...path]);
  const last = list?.children?.at(-1);
  const options = { formattingOptions: formatOf(text), isArrayInsertion: true };
  const trailing = last && commaAfter(text, last.offset + last.length);
  const without = trailing === undefined ? text : text.slice(0, trailing) + text.slice(trailing + 1);
  const changed = applyEdits(without, modify(without, [...at, ...path, -1], value, options));
  if (trailing === undefined) return changed;
  const end = nodeAt(changed, [...at, ...path])?.children?.at(-1);
  return end
    ? `${changed.slice(0, end.offset + end.length)},${changed.slice(end.offset + end.length)}`
    : changed;
}

function nodeAt(text: string, path: ConfigPath): Node | undefined {
  const tree = parseTree(text, [], jsonOptions);
  return tree && findNodeAtLocation(tree, [...path]);
}

/** Offset of the comma that is the next thing after `offset` but blanks and comments. */
function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  const at = scanner.getTokenOffset();
  return text[at] === ',' ? at : undefined;
}

/** The cut with the line it stands on, where nothing else is on that line. */
function lineAround(text: string, { from, to }: { from: number; to: number }): { from: number; to: number } {
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const nextLine = text.indexOf('\n', to);
  const lineEnd = nextLine < 0 ? text.length : nextLine;
  const alone = text.slice(lineStart, from).trim() === '' && text.slice(to, lineEnd).trim() === '';
  return alone && nextLine >= 0 ? { from: lineStart, to: nextLine + 1 } : { from, to };
}

/** As the file is written already. */
function formatOf(text: string): NonNullable<ModificationOptions['formattingOptions']> {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  const insertSpaces = !indent.startsWith('\t');
  return {
    insertSpaces,
    tabSize: insertSpaces ? indent.length : 1,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
