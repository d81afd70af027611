import xterm from '@xterm/headless';

/** How a cell looks; colours as `#rrggbb`, absent: the window's own. */
export interface Style {
  foreground?: string;
  background?: string;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
}

/** Neighbouring cells of one look. */
export interface Run {
  column: number;
  /** In cells: wide characters take two. */
  width: number;
  text: string;
  style: Style;
}

type Cell = NonNullable<
  ReturnType<NonNullable<ReturnType<xterm.Terminal['buffer']['active']['getLine']>>['getCell']>
>;

/** The 16 colours, chosen to read well on the dark window. */
const palette = [
  '#484f58', '#ff7b72', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#d0d7de',
  '#8b949e', '#ffa198', '#7ee787', '#f2cc60', '#a5d6ff', '#e2c5ff', '#b3f0ff', '#ffffff',
]; // prettier-ignore

/** What a terminal shows after these rows were written to it. */
export async function readScreen(rows: readonly string[], columns: number): Promise<Run[][]> {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows: Math.max(1, rows.length),
    allowProposedApi: true,
  });
  try {
    await new Promise<void>((resolve) => {
      terminal.write(rows.join('\r\n'), resolve);
    });
    const { active } = terminal.buffer;
    return rows.map((_row, at) => {
      const line = active.getLine(at);
      return runsOf(Array.from({ length: columns }, (_cell, column) => line?.getCell(column)));
    });
  } finally {
    terminal.dispose();
  }
}

function runsOf(cells: readonly (Cell | undefined)[]): Run[] {
  const runs: Run[] = [];
  cells.forEach((cell, column) => {
    const width = cell?.getWidth() ?? 0;
    if (!cell || width === 0) return;
    const text = cell.getChars() || ' ';
    const style = styleOf(cell);
    const before = runs.at(-1);
    // A glyph of another font may be of another width: it stands by itself.
    const joins = before && isPlain(text) && isPlain(before.text) && same(before.style, style);
    if (joins) {
      before.text += text;
      before.width += width;
    } else runs.push({ column, width, text, style });
  });
  return runs.flatMap(words);
}

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}

/** Words that are more than a blank apart stand by themselves: viewers do not agree on what several blanks are. */
function words(run: Run): Run[] {
  if (run.style.background !== undefined || run.style.underline || !isPlain(run.text)) return [run];
  return [...run.text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: text, index }) => ({
    ...run,
    text,
    column: run.column + index,
    width: text.length,
  }));
}

function same(one: Style, other: Style): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function styleOf(cell: Cell): Style {
  const foreground = color(cell.getFgColor(), cell.isFgDefault(), cell.isFgRGB());
  const background = color(cell.getBgColor(), cell.isBgDefault(), cell.isBgRGB());
  const inverse = cell.isInverse() !== 0;
  return {
    foreground: inverse ? (background ?? '#0d1117') : foreground,
    background: inverse ? (foreground ?? '#d0d7de') : background,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
  };
}

function color(value: number, isDefault: boolean, isRgb: boolean): string | undefined {
  if (isDefault) return undefined;
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  return palette[value] ?? cube(value);
}

/** The 6×6×6 cube and the greys of 256 colours. */
function cube(value: number): string {
  const hex = (level: number): string => level.toString(16).padStart(2, '0');
  if (value >= 232) return `#${hex(8 + (value - 232) * 10).repeat(3)}`;
  const at = value - 16;
  const level = (part: number): string => hex(part === 0 ? 0 : 55 + part * 40);
  return `#${level(Math.floor(at / 36))}${level(Math.floor(at / 6) % 6)}${level(at % 6)}`;
}
