import type { RemoteCommand } from '@orssh/adaptor';
import type { CommandExit } from '@orssh/protocol';
import stringWidth from 'string-width';

import type { Cli } from '../cli.js';
import type { CommandSink } from '../exec/command-output.js';
import { type Colors, colorsFor } from '../output/colors.js';
import { escapeControl } from '../output/escape-control.js';
import { escapeLines } from '../output/line-escape.js';
import type { Output } from '../output/streams.js';
import { Gate } from '../output/gate.js';
import { LineCutter } from './line-cutter.js';
import { prefixLines } from './prefix-lines.js';

/** Names that are longer move their lines to the right; short ones are not pushed there by them. */
const widestName = 32;

/** The output of many hosts, line by line, each after the name of its host: `web1 │ text`. */
export class HostLines {
  readonly #width: number;
  readonly #streams: Record<'stdout' | 'stderr', Side>;

  constructor({ stdout, stderr, env }: Pick<Cli, 'stdout' | 'stderr' | 'env'>, names: readonly string[]) {
    this.#width = Math.max(
      0,
      ...names.map((name) => stringWidth(name)).filter((width) => width <= widestName),
    );
    this.#streams = { stdout: side(stdout, env), stderr: side(stderr, env) };
  }

  /** For the host at `index` of all. */
  sink(name: string, index: number): CommandSink {
    const shown = escapeControl(name);
    const padded = shown + ' '.repeat(Math.max(0, this.#width - stringWidth(shown)));
    const { stdout, stderr } = this.#streams;
    const to = {
      stdout: new PrefixedLines(stdout, colorOf(stdout.colors, index)(`${padded} │ `)),
      stderr: new PrefixedLines(
        stderr,
        colorOf(stderr.colors, index)(`${padded} `) + stderr.colors.red('│ '),
      ),
    };
    return {
      async writeAll({ output, exit }: Pick<RemoteCommand, 'output' | 'exit'>): Promise<CommandExit> {
        try {
          for await (const { stream, data } of output) await to[stream].push(data);
        } finally {
          for (const lines of Object.values(to)) await lines.end();
        }
        return exit;
      },
    };
  }
}

interface Side {
  readonly gate: Gate;
  readonly colors: Colors;
  readonly terminal: boolean;
}

function side(output: Output, env: NodeJS.ProcessEnv): Side {
  return { gate: new Gate(output), colors: colorsFor(output, env), terminal: output.isTTY === true };
}

/** Red is for what went wrong. */
function colorOf(colors: Colors, index: number): (text: string) => string {
  const cycle = [colors.cyan, colors.magenta, colors.yellow, colors.green, colors.blue];
  return cycle[index % cycle.length] ?? colors.cyan;
}

class PrefixedLines {
  readonly #cutter = new LineCutter();
  readonly #prefix: Buffer;

  constructor(
    private readonly side: Side,
    prefix: string,
  ) {
    this.#prefix = Buffer.from(prefix);
  }

  push(data: Uint8Array): Promise<void> {
    return this.#write(this.#cutter.push(data));
  }

  end(): Promise<void> {
    return this.#write(this.#cutter.end());
  }

  /** All lines of a piece in one write: other hosts' lines come between pieces, never within a line. */
  async #write(lines: Buffer): Promise<void> {
    if (lines.length === 0) return;
    const shown = this.side.terminal ? Buffer.from(asShown(lines.toString())) : lines;
    await this.side.gate.write(prefixLines(shown, this.#prefix));
  }
}

/** On a terminal a carriage return begins the line anew: of a progress bar its last state is shown. */
function asShown(lines: string): string {
  const last = (line: string) => line.split('\r').findLast((part) => part !== '') ?? '';
  return escapeLines(lines.split('\n').map(last).join('\n'));
}
