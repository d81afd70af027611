/** What is to be found, and what stands there then. */
export interface Replacement {
  from: Buffer;
  to: Buffer;
}

/** Replaces texts in bytes that come in pieces, also where a piece ends within one. Of two that begin alike the longer one counts, of two for the same text the first. */
export class ReplaceBytes {
  private readonly all: Replacement[];
  private kept = Buffer.alloc(0);

  constructor(all: Replacement[]) {
    this.all = all
      .filter((one, at) => all.findIndex(({ from }) => from.equals(one.from)) === at)
      .filter(({ from, to }) => from.length > 0 && !from.equals(to))
      .sort((one, other) => other.from.length - one.from.length);
  }

  /** What is certain of the pieces so far. */
  feed(chunk: Uint8Array): Buffer {
    const bytes = Buffer.concat([this.kept, chunk]);
    const certain = bytes.length - this.openBytes(bytes);
    const { done, rest } = this.replace(bytes, certain);
    this.kept = bytes.subarray(rest);
    return done;
  }

  /** What was kept back. */
  end(): Buffer {
    const { done } = this.replace(this.kept, this.kept.length);
    this.kept = Buffer.alloc(0);
    return done;
  }

  private replace(bytes: Buffer, certain: number): { done: Buffer; rest: number } {
    const parts: Buffer[] = [];
    let at = 0;
    for (let found = this.next(bytes, at); found && found.at < certain; found = this.next(bytes, at)) {
      parts.push(bytes.subarray(at, found.at), found.to);
      at = found.at + found.length;
    }
    const rest = Math.max(at, certain);
    parts.push(bytes.subarray(at, rest));
    return { done: parts.length === 1 ? bytes.subarray(0, rest) : Buffer.concat(parts), rest };
  }

  private next(bytes: Buffer, from: number): { at: number; length: number; to: Buffer } | undefined {
    let first: { at: number; length: number; to: Buffer } | undefined;
    for (const one of this.all) {
      const at = bytes.indexOf(one.from, from);
      if (at >= 0 && (!first || at < first.at)) first = { at, length: one.from.length, to: one.to };
    }
    return first;
  }

  /** How many bytes at the end may be the beginning of something. */
  private openBytes(bytes: Buffer): number {
    const longest = Math.min((this.all[0]?.from.length ?? 1) - 1, bytes.length);
    for (let open = longest; open > 0; open--) {
      const tail = bytes.subarray(bytes.length - open);
      if (this.all.some(({ from }) => from.length > open && from.subarray(0, open).equals(tail))) return open;
    }
    return 0;
  }
}
