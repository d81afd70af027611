const eachMs = 10_000;

/** Passes a message on at most once in ten seconds, and then says how many it kept back. */
export class Seldom {
  private next = 0;
  private kept = 0;

  constructor(private readonly say: (message: string) => void) {}

  log(message: string, now = Date.now()): void {
    if (now < this.next) {
      this.kept += 1;
      return;
    }
    this.next = now + eachMs;
    this.say(this.kept === 0 ? message : `${message} (and ${this.kept} more like it)`);
    this.kept = 0;
  }
}
