import { posix } from 'node:path';
import { pathToFileURL } from 'node:url';

import { isRecord } from '../durable-event.js';

type Part = Record<string, unknown>;

/** As OpenCode finds them in the templates of commands; not within a word, as an address has one, or behind a backtick. */
const mention = /(?<![\w`])@(\.?[^\s`,.]*(?:\.[^\s`,.]+)*)/g;
const most = 10;

/**
 * File parts for what a prompt's text mentions by `@`, where no part stands for it: OpenCode's interface offers files of this machine
 * there, so that the host's are written by hand. Whether the host has them is not known yet.
 */
export function mentionedFiles(parts: readonly unknown[], directory: string): Part[] {
  const shown = new Set(parts.filter(isRecord).map(mentionOf));
  const found = new Map<string, Part>();
  for (const part of parts) {
    if (!isRecord(part) || part['type'] !== 'text' || part['synthetic'] === true) continue;
    for (const match of String(part['text']).matchAll(mention)) {
      const [value, filename = ''] = match;
      if (filename === '' || shown.has(value) || found.has(value) || found.size === most) continue;
      const path = filename.startsWith('~/') ? filename : posix.resolve(directory, filename);
      const text = { value, start: match.index, end: match.index + value.length };
      found.set(value, {
        ...{ type: 'file', mime: 'text/plain', filename },
        url: pathToFileURL(path).href,
        source: { type: 'file', path, text },
      });
    }
  }
  return [...found.values()];
}

/** The text that a part of a prompt stands for; agents have it in another place than files. */
function mentionOf({ source, name }: Part): unknown {
  if (!isRecord(source)) return typeof name === 'string' ? `@${name}` : undefined;
  return isRecord(source['text']) ? source['text']['value'] : source['value'];
}
