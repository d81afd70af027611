import { drawSvg } from './draw-svg.js';
import { readScreen } from './screen.js';

const draw = async (...rows: string[]): Promise<string> =>
  drawSvg({ title: 'a <title>', columns: 20, rows: await readScreen(rows, 20) });

test('text stands where its cells are, wide characters take two', async () => {
  const svg = await draw('ab  cd', '日本x');
  const places = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]+)<\/text>/g)].map(
    ([, x, y, text]) => [text, x, y],
  );
  expect(places.slice(1)).toEqual([
    ['ab', '18', '48'],
    ['cd', '51.72', '48'],
    ['日', '18', '67'],
    ['本', '34.86', '67'],
    ['x', '51.72', '67'],
  ]);
});

test('colours, bold and dim are those of the terminal; blanks draw nothing', async () => {
  const svg = await draw('\x1b[32m✓\x1b[39m \x1b[1mbold\x1b[22m \x1b[2mdim\x1b[22m   \x1b[7mX\x1b[27m');
  expect(svg).toContain('fill="#56d364">✓<');
  expect(svg).toContain('font-weight="bold">bold<');
  expect(svg).toContain('fill-opacity=".62">dim<');
  expect(svg).toMatch(/<rect [^>]*fill="#d0d7de"\/><text [^>]*fill="#0d1117">X</);
  expect(svg).not.toMatch(/> *<\/text>/);
});

test('what would be markup is text', async () => {
  const svg = await draw('<script>&"');
  expect(svg).toContain('&lt;script&gt;&amp;&quot;');
  expect(svg).toContain('<title>a &lt;title&gt;</title>');
});
