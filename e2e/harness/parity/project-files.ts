const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const numbered = (count: number, word: string): string =>
  Array.from({ length: count }, (_, at) => `${word} ${at + 1}`).join('\n');

/** What the project holds on both sides. */
export const projectFiles: Record<string, string | Uint8Array> = {
  'README.md': '# A project\n\nwith a readme\n',
  'AGENTS.md': 'Always whisper.\n',
  'src/one.ts': 'export const one = 1;\nexport const two = 2;\n',
  'src/indented.ts': 'if (a) {\n    b();\n    c();\n}\n',
  'src/dos.txt': 'first\r\nsecond\r\nthird\r\n',
  'src/AGENTS.md': 'In src, shout.\n',
  'long.txt': numbered(2500, 'line'),
  'large.txt': numbered(9000, 'a line of a large file'),
  'wide.txt': `${'x'.repeat(5000)}\nend\n`,
  'bom.txt': '\uFEFFmarked\n',
  'latin.txt': Buffer.from('caf\u00e9\n', 'latin1'),
  'data.bin': '\u0000\u0001\u0002\u0003',
  'dot.png': Buffer.from(png, 'base64'),
  'paper.pdf': '%PDF-1.4\n%%EOF\n',
  'empty.txt': '',
  'old name.txt': 'to be moved\n',
  'twice.txt': 'same\nother\nsame\n',
  'changed.txt': 'as it was\n',
  '.hidden': 'export hidden\n',
  '.gitignore': 'ignored/\n',
  'ignored/hidden.ts': 'export const hidden = 0;\n',
  '.opencode/skill/sweep/SKILL.md':
    '---\nname: sweep\ndescription: How to sweep\n---\n\nFrom left to right.\n',
  ...Object.fromEntries(Array.from({ length: 130 }, (_, at) => [`many/${at}.md`, 'one of many\n'])),
};
