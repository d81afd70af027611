import { groups, type Line, type Status } from '@orssh/doctor';

import type { Colors } from '../output/colors.js';
import { escapeControl } from '../output/escape-control.js';
import { wrap } from '../output/wrap.js';

const titleWidth = 14;
const indent = titleWidth + 5;

/** Takes lines one by one, and gives the text to show; what is skipped for one and the same reason is one line. */
export class LineRenderer {
  #before: Line | undefined;
  #held: Line[] = [];

  constructor(
    readonly width: number,
    readonly colors: Colors,
  ) {}

  add(line: Line): string {
    const joins = line.status === 'skipped' && line.remedy === undefined;
    const [first] = this.#held;
    if (joins && (!first || (first.found === line.found && first.group === line.group))) {
      this.#held.push(line);
      return '';
    }
    const text = this.flush();
    if (joins) this.#held.push(line);
    return joins ? text : text + this.#render(line);
  }

  /** What is still held back. */
  flush(): string {
    const [first, ...others] = this.#held;
    this.#held = [];
    if (!first) return '';
    if (others.length === 0) return this.#render(first);
    const titles = [first, ...others].map(({ title }) => title).join(', ');
    return this.#render({ ...first, title: 'not looked at', found: `${titles} (${first.found})` });
  }

  #render(line: Line): string {
    const text = renderLine(line, this.#before, this.width, this.colors);
    this.#before = line;
    return text;
  }
}

/** A line for a person, with its group's name above when that is new; at most `width` columns where words allow. */
export function renderLine(line: Line, before: Line | undefined, width: number, colors: Colors): string {
  const room = Math.max(30, width - indent);
  const head =
    before?.group === line.group ? '' : `${before ? '\n' : ''}${colors.bold(groups[line.group])}\n`;
  const dim = line.status === 'skipped' ? colors.dim : (text: string) => text;
  const found = wrap(escapeControl(line.found), room)
    .map(dim)
    .join(`\n${' '.repeat(indent)}`);
  return `${head}  ${mark(line.status, colors)} ${dim(line.title.padEnd(titleWidth))} ${found}\n${remedy(line, room, colors)}`;
}

function remedy({ remedy: text }: Line, room: number, colors: Colors): string {
  if (text === undefined || text === '') return '';
  const lines = wrap(escapeControl(text), room - 2);
  return `${' '.repeat(indent)}${colors.cyan('→')} ${lines.join(`\n${' '.repeat(indent + 2)}`)}\n`;
}

function mark(status: Status, colors: Colors): string {
  switch (status) {
    case 'ok':
      return colors.green('✓');
    case 'warning':
      return colors.yellow('!');
    case 'failed':
      return colors.red('✗');
    case 'skipped':
      return colors.dim('–');
  }
}

/** The last line: how many of what. */
export function renderSummary(lines: readonly Line[], colors: Colors): string {
  const count = (status: Status): number => lines.filter((line) => line.status === status).length;
  const parts = [
    colors.green(`${count('ok')} fine`),
    count('warning') > 0 ? colors.yellow(`${count('warning')} to look at`) : '',
    count('failed') > 0 ? colors.red(`${count('failed')} failed`) : '',
    count('skipped') > 0 ? colors.dim(`${count('skipped')} not checked`) : '',
  ];
  return `\n${parts.filter(Boolean).join(', ')}\n`;
}
