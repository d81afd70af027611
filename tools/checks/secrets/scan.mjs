import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';

const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }];

/**
 * The secrets in a text, by secretlint's recommended rules: where each is and of what kind, never what it is.
 * @param {string} path
 * @param {string} content
 * @returns {Promise<{ path: string, line: number, rule: string, kind: string }[]>}
 */
export async function scan(path, content) {
  const source = { filePath: path, content, contentType: 'text' };
  const { messages } = await lintSource({
    source,
    options: { config: { rules }, maskSecrets: true, noPhysicFilePath: true },
  });
  return messages.map(({ ruleId, messageId, loc }) => ({
    path,
    line: loc.start.line,
    rule: ruleId.replace('@secretlint/secretlint-rule-', ''),
    kind: messageId,
  }));
}
