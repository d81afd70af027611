import { type Document, isMap, isNode, isSeq, parseDocument } from 'yaml';

import { yamlOptions } from '../parse/parse-yaml.js';
import type { TextEdit } from './config-edit.js';
import { providerPlace } from './provider-place.js';

/** YAML: comments, quotes and anchors stay; blanks inside of lines may not. */
export const yamlEdit: TextEdit = {
  addHost({ text, at, value }, provider, host) {
    const document = parseDocument(text, yamlOptions);
    const { path, exists, hosts } = providerPlace(value, provider);
    const whole = [...at, ...path];
    if (!exists && typeof path.at(-1) === 'number')
      document.addIn(whole.slice(0, -1), document.createNode({ name: provider, hosts: [host] }));
    else if (hosts === undefined || hosts.length === 0)
      document.setIn([...whole, 'hosts'], document.createNode([host]));
    else document.addIn([...whole, 'hosts'], document.createNode(host));
    return written(document, text);
  },
  removeHost({ text, at }, path) {
    const document = parseDocument(text, yamlOptions);
    const index = Number(path.at(-1));
    const list = document.getIn([...at, ...path.slice(0, -1)], true);
    if (!isSeq(list)) return text;
    const [removed] = list.items.splice(index, 1);
    const comment = isNode(removed) ? removed.commentBefore : undefined;
    if (comment) {
      const next = list.items[index];
      if (isNode(next)) next.commentBefore = [comment, next.commentBefore].filter(Boolean).join('\n');
      else list.comment = [list.comment, comment].filter(Boolean).join('\n');
    }
    return written(document, text);
  },
};

function written(document: Document, before: string): string {
  const list = /^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)- /m.exec(before);
  const indentSeq = list ? (list[2] ?? '').length > (list[1] ?? '').length : true;
  if (!isMap(document.contents)) return before;
  const text = document.toString({
    lineWidth: 0,
    indentSeq,
    flowCollectionPadding: !/\{[^\s}]/.test(before),
  });
  return before.includes('\r\n') ? text.replaceAll(/\r?\n/g, '\r\n') : text;
}
