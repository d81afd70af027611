import { applyEdits, findNodeAtLocation, type FormattingOptions, modify, parseTree } from 'jsonc-parser';

import { insertLast } from './insert-last.js';
import { pluginName } from './plugin.js';

/** A new file, for a person who has none. */
export const freshConfig = '{\n  "$schema": "https://opencode.ai/config.json"\n}\n';

/**
 * The configuration with the plugin in it: comments, indentation, line ends and trailing commas stay. The text must be one that
 * `namesPlugin` says false of.
 */
export function addPlugin(text: string): string {
  const source = text.trim() === '' ? freshConfig : text;
  const formattingOptions = formatOf(source);
  const root = parseTree(source, [], { allowTrailingComma: true });
  const list = root && findNodeAtLocation(root, ['plugin']);
  const eol = formattingOptions.eol ?? '\n';
  if (list?.type === 'array' && list.children?.length) {
    return insertLast(source, list, JSON.stringify(pluginName), eol);
  }
  if (!list && root?.children?.length) {
    return insertLast(source, root, `"plugin": [${JSON.stringify(pluginName)}]`, eol);
  }
  return applyEdits(source, modify(source, ['plugin'], [pluginName], { formattingOptions }));
}

/** As the file is written: its line ends, and the first indentation in it. */
function formatOf(text: string): FormattingOptions {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const [, indent = '  '] = /\n([ \t]+)["/]/.exec(text) ?? [];
  return {
    eol,
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
  };
}
