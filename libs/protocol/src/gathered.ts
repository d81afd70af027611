const firstBytes = 16 * 1024;

/** Bytes that come in pieces, kept as one: a piece of one byte costs one byte, and not an object for itself. */
export class Gathered {
  private bytes = new Uint8Array(0);
  private used = 0;

  get length(): number {
    return this.used;
  }

  push(piece: Uint8Array): void {
    const wanted = this.used + piece.length;
    if (wanted > this.bytes.length) {
      const larger = new Uint8Array(Math.max(wanted, 2 * this.used, firstBytes));
      larger.set(this.bytes.subarray(0, this.used));
      this.bytes = larger;
    }
    this.bytes.set(piece, this.used);
    this.used = wanted;
  }

  /** All of it; it begins anew. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.used);
    this.bytes = new Uint8Array(0);
    this.used = 0;
    return taken;
  }
}
