import { parse } from 'yaml';

import { isRecord } from './tightened.js';

export interface Markdown {
  data: Record<string, unknown>;
  content: string;
}

/**
 * YAML between two lines `---`, and what follows. OpenCode's own reader would also run JavaScript that stands there, so that nothing of
 * a host gets to it unread. What is no YAML counts as absent.
 */
export function frontMatter(text: string): Markdown {
  const match = /^\uFEFF?---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?---[ \t]*(?:\r?\n|$)/.exec(text);
  if (!match) return { data: {}, content: text.startsWith('---') ? '' : text.trim() };
  const content = text.slice(match[0].length).trim();
  try {
    const data: unknown = parse(match[1] ?? '', { schema: 'core', maxAliasCount: 20 });
    return { data: isRecord(data) ? data : {}, content };
  } catch {
    return { data: {}, content };
  }
}
