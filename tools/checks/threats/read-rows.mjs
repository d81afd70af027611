/** What is written as code; what has backticks in it is between two of them. */
const codes = /(`+) ?(.+?) ?\1(?!`)/g;

/**
 * The rows of every table below `## Threats`: what may happen, what holds it, from which level on, and the tests that show it, each
 * written as `end/of/its/path › its title`.
 * @param {string} markdown
 * @returns {{ threat: string, level: string, tests: { file: string, title: string }[] }[]}
 */
export function readRows(markdown) {
  const [, section = ''] = /^## Threats\n([^]*?)(?=^## |(?![^]))/m.exec(markdown) ?? [];
  return section
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s|:-]+\|$/.test(line) && !/^\| threat /.test(line))
    .map((line) => {
      const [threat = '', , level = '', tests = ''] = line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim());
      return { threat, level, tests: [...tests.matchAll(codes)].map(([, , text]) => readTest(text)) };
    });
}

function readTest(text) {
  const [file = '', title = ''] = text.split(' › ');
  return { file, title };
}
