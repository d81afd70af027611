import type { Run, Style } from './screen.js';

export interface Picture {
  title: string;
  columns: number;
  rows: readonly (readonly Run[])[];
  /** A colour. */
  background?: string;
}

const fontSize = 14;
/** Of most monospaced fonts; others are fitted to it. */
const cellWidth = 8.43;
const lineHeight = 19;
const padding = 18;
const barHeight = 34;

const font = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";

/** A window with a terminal's screen in it: no script, no font and no picture from elsewhere. */
export function drawSvg({ title, columns, rows, background = '#0d1117' }: Picture): string {
  const width = Math.round(columns * cellWidth + 2 * padding);
  const height = barHeight + rows.length * lineHeight + padding + 4;
  const lines = rows.flatMap((runs, row) => runs.map((run) => drawRun(run, row)));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">
<title>${escape(title)}</title>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="9" fill="${background}" stroke="#6e7681" stroke-opacity=".55"/>
<circle cx="21" cy="18" r="5.5" fill="#ff5f57"/><circle cx="40" cy="18" r="5.5" fill="#febc2e"/><circle cx="59" cy="18" r="5.5" fill="#28c840"/>
<text x="${width / 2}" y="22.5" text-anchor="middle" font-family="system-ui,-apple-system,'Segoe UI',sans-serif" font-size="12.5" fill="#8b949e">${escape(title)}</text>
<g font-family="${font}" font-size="${fontSize}" fill="#d0d7de">
${lines.join('\n')}
</g>
</svg>
`;
}

function drawRun({ column, width, text, style }: Run, row: number): string {
  const x = fixed(padding + column * cellWidth);
  const top = barHeight + row * lineHeight;
  const box =
    style.background === undefined
      ? ''
      : `<rect x="${x}" y="${top}" width="${fixed(width * cellWidth)}" height="${lineHeight}" fill="${style.background}"/>`;
  // One glyph keeps its own shape; a run of them is fitted to its cells.
  const fit =
    width > 1 && text.length === width
      ? ` textLength="${fixed(width * cellWidth)}" lengthAdjust="spacingAndGlyphs"`
      : '';
  return `${box}<text x="${x}" y="${top + 14}"${fit}${attributes(style)}>${escape(text)}</text>`;
}

function attributes({ foreground, bold, dim, italic, underline }: Style): string {
  return [
    foreground === undefined ? '' : ` fill="${foreground}"`,
    bold ? ' font-weight="bold"' : '',
    dim ? ' fill-opacity=".62"' : '',
    italic ? ' font-style="italic"' : '',
    underline ? ' text-decoration="underline"' : '',
  ].join('');
}

function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
