const newline = 0x0a;

/** A line that does not end is cut there: what waits for its end is kept in memory. */
const longestLine = 1024 * 1024;

/** Cuts the bytes of one stream where lines end; no character of UTF-8 is cut in two. */
export class LineCutter {
  #waiting: Uint8Array[] = [];
  #size = 0;

  constructor(private readonly longest = longestLine) {}

  /** The lines that are whole by now, each with its end; one that is too long is given one. */
  push(data: Uint8Array): Buffer {
    const end = data.lastIndexOf(newline) + 1;
    const whole = end > 0 ? this.#take(data.subarray(0, end)) : Buffer.alloc(0);
    if (end < data.length) {
      this.#waiting.push(data.subarray(end));
      this.#size += data.length - end;
    }
    return this.#size > this.longest ? Buffer.concat([whole, ...this.#cutLong()]) : whole;
  }

  /** The last line, which had no end. */
  end(): Buffer {
    return this.#size > 0 ? this.#take(Uint8Array.of(newline)) : Buffer.alloc(0);
  }

  #take(last: Uint8Array): Buffer {
    const all = Buffer.concat([...this.#waiting, last]);
    this.#waiting = [];
    this.#size = 0;
    return all;
  }

  #cutLong(): Uint8Array[] {
    let rest = this.#take(new Uint8Array());
    const lines: Uint8Array[] = [];
    while (rest.length > this.longest) {
      const end = characterEnd(rest, this.longest);
      lines.push(rest.subarray(0, end), Uint8Array.of(newline));
      rest = rest.subarray(end);
    }
    this.#waiting = [rest];
    this.#size = rest.length;
    return lines;
  }
}

/** The last place up to `end` where no character is cut: bytes that go on with one are 10xxxxxx, at most three. */
function characterEnd(line: Uint8Array, end: number): number {
  let at = end;
  while (at > end - 4 && at > 1 && ((line[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return at > end - 4 ? at : end;
}
