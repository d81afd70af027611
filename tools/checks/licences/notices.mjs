/**
 * The text that is shipped: what is in the package of others, and on what terms.
 * @param {{ npm: Part[], go: Part[] }} parts
 * @typedef {{ name: string, version: string, license: string, texts: string[] }} Part
 */
export function notices({ npm, go }) {
  const line = ({ name, version, license }) => `  ${[name, version].filter(Boolean).join(' ')}: ${license}`;
  const lists = [
    'opencode-remote-ssh is under the MIT licence (LICENSE). It contains parts of others, under the terms below.',
    'Written by `npm run licences`.',
    '',
    'In the stub (go-stub/):',
    ...go.map(line),
    '',
    'In the plugin and the command line (*.js, cli/, chunks/, grammar/):',
    ...npm.map(line),
    '',
  ];
  const texts = [...go, ...npm].map((part) =>
    ['-'.repeat(80), line(part).trim(), '', ...part.texts.flatMap((text) => [text, ''])].join('\n'),
  );
  return [...lists, ...texts].join('\n');
}
