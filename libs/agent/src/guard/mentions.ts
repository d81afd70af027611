import { lstat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';

/** As OpenCode 1.18.33 finds them. */
const mention = /(?<![\w`])@(\.?[^\s`,.]*(?:\.[^\s`,.]+)*)/g;

/** What a text mentions with `@`, each once. */
export function mentionsIn(text: string): string[] {
  const names = [...text.matchAll(mention)].map(([, name = '']) => name).filter((name) => name !== '');
  return [...new Set(names)];
}

/** Mentions in mentions, deeper than anybody means them: a text of nothing else would take time without end. */
const mostRounds = 16;

export interface LocalLook {
  /** OpenCode looks for mentions from here. */
  anchor: string;
  home?: string;
  exists?: (path: string) => Promise<boolean>;
}

/**
 * Takes the `@` away from everything in a text that OpenCode would find on this machine: outside of the anchor it is not even looked
 * whether something is there. Mentions of other things, of agents above all, stay.
 */
export async function withoutLocalMentions(
  text: string,
  { anchor, home = homedir(), exists = isThere }: LocalLook,
): Promise<string> {
  const isLocal = async (name: string): Promise<boolean> => {
    const path = name.startsWith('~/') ? resolve(home, name.slice(2)) : resolve(anchor, name);
    return !path.startsWith(`${anchor}/`) || (await exists(path));
  };
  let result = text;
  // What is left of "@..@/etc/passwd" is a mention again.
  for (let round = 0; round < mostRounds; round += 1) {
    const local = new Set<string>();
    for (const name of mentionsIn(result)) if (await isLocal(name)) local.add(name);
    if (local.size === 0) return result;
    result = result.replace(mention, (whole, name: string) => (local.has(name) ? name : whole));
  }
  return result.replaceAll('@', '');
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: unknown) => (error as NodeJS.ErrnoException).code !== 'ENOENT',
  );
}
