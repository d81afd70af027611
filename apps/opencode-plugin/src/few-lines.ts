const minuteMs = 60_000;

/** Passes on so many lines a minute; how many it left out stands before the next one that it passes on. */
export class FewLines {
  private since = -Infinity;
  private passed = 0;
  private leftOut = 0;

  constructor(
    private readonly mostAMinute: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** The line as it is to be written, of at most 4000 characters; undefined for one too many. */
  take(line: string): string | undefined {
    const at = this.now();
    if (at - this.since >= minuteMs) {
      this.since = at;
      this.passed = 0;
    }
    if (this.passed >= this.mostAMinute) {
      this.leftOut += 1;
      return undefined;
    }
    this.passed += 1;
    const before = this.leftOut > 0 ? `(${this.leftOut} lines before this one were left out) ` : '';
    this.leftOut = 0;
    return before + (line.length > 4000 ? `${line.slice(0, 4000)}…` : line);
  }
}
