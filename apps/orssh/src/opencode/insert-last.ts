import { createScanner, type Node } from 'jsonc-parser';

/** jsonc-parser's `SyntaxKind`, a const enum that cannot be imported. */
const kinds = { comma: 5, lineComment: 12, blockComment: 13, lineBreak: 14, blanks: 15 };

/**
 * Puts `part` (a property, or an element of a list) behind the last one of a container that is not empty. A comment behind the last
 * one stays beside it; a trailing comma stays one.
 */
export function insertLast(text: string, container: Node, part: string, eol: string): string {
  const last = container.children?.at(-1);
  if (!last) return text;
  const end = last.offset + last.length;
  const comma = commaAfter(text, end);
  const indent = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, last.offset))?.[1];
  const behind = comma === undefined ? end : comma + 1;
  const lineEnd = indent === undefined ? undefined : endOfLine(text, behind);
  const at = lineEnd ?? behind;
  const separator = comma === undefined ? ',' : '';
  const before = text.slice(0, end) + separator + text.slice(end, at);
  const gap = lineEnd === undefined ? ' ' : `${eol}${indent ?? ''}`;
  return `${before}${gap}${part}${comma === undefined ? '' : ','}${text.slice(at)}`;
}

/** Offset of the comma that is the next thing but blanks and comments. */
function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  const kind: number = scanner.scan();
  return kind === kinds.comma ? scanner.getTokenOffset() : undefined;
}

/** Where the line ends, if only blanks and comments are left on it. */
function endOfLine(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, false);
  scanner.setPosition(offset);
  for (;;) {
    const kind: number = scanner.scan();
    if (kind === kinds.lineBreak) return scanner.getTokenOffset();
    const passes =
      kind === kinds.blanks ||
      kind === kinds.lineComment ||
      (kind === kinds.blockComment && !scanner.getTokenValue().includes('\n'));
    if (!passes) return undefined;
  }
}
