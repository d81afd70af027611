export interface ConfigLine {
  /** In lower case. */
  keyword: string;
  words: string[];
}

/** `Keyword word "two words"` or `Keyword=word` lines of an ssh_config. */
export function configLines(text: string): ConfigLine[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, keyword, rest = ''] = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*)$/.exec(line) ?? [];
    return keyword === undefined ? [] : [{ keyword: keyword.toLowerCase(), words: wordsOf(rest) }];
  });
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [, quoted, plain = ''] of text.matchAll(/"([^"]*)"|([^\s"]+)/g)) {
    if (quoted === undefined && plain.startsWith('#')) break;
    words.push(quoted ?? plain);
  }
  return words;
}
