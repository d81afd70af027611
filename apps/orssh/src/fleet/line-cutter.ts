const newline = 0x0a;

/** A line that does not end is cut there: what waits for its end is kept in memory. */
const longestLine = 1024 * 1024;

/** Cuts the bytes of one stream into lines, without their ends; no character of UTF-8 is cut in two. */
export class LineCutter {
  #waiting: Uint8Array[] = [];
  #size = 0;

  constructor(private readonly longest = longestLine) {}

  push(data: Uint8Array): Buffer[] {
    const lines: Buffer[] = [];
    let from = 0;
    for (let at = data.indexOf(newline); at >= 0; at = data.indexOf(newline, from)) {
      this.#keep(data.subarray(from, at), lines);
      lines.push(this.#take());
      from = at + 1;
    }
    this.#keep(data.subarray(from), lines);
    return lines;
  }

  /** The last line, where it had no end. */
  end(): Buffer[] {
    return this.#size > 0 ? [this.#take()] : [];
  }

  #keep(part: Uint8Array, lines: Buffer[]): void {
    if (part.length === 0) return;
    this.#waiting.push(part);
    this.#size += part.length;
    while (this.#size > this.longest) {
      const line = this.#take();
      const end = characterEnd(line, this.longest);
      lines.push(line.subarray(0, end));
      this.#waiting = [line.subarray(end)];
      this.#size = line.length - end;
    }
  }

  #take(): Buffer {
    const line = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#size = 0;
    return line;
  }
}

/** The last place up to `end` where no character is cut: bytes that go on with one are 10xxxxxx, at most three. */
function characterEnd(line: Uint8Array, end: number): number {
  let at = end;
  while (at > end - 4 && at > 1 && ((line[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return at > end - 4 ? at : end;
}
