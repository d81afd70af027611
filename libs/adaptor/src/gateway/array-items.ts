import { Gathered } from '@orssh/protocol';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openArray = 0x5b;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Cuts a JSON array that comes in pieces into the texts of its items. Throws for what is no array, and for an item of more than
 * `maxItemBytes`. What is wrong inside an item is its reader's to find.
 */
export class ArrayItems {
  private depth = 0;
  private inString = false;
  private escaped = false;
  private ended = false;
  private readonly parts = new Gathered();

  constructor(private readonly maxItemBytes: number) {}

  /** Whether the whole array was read. */
  get complete(): boolean {
    return this.ended;
  }

  feed(chunk: Uint8Array): string[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const items: string[] = [];
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === backslash) this.escaped = true;
        else if (byte === quote) this.inString = false;
      } else if (byte === quote && this.depth > 0) this.inString = true;
      else if ((byte === openArray || byte === openObject) && !this.ended) {
        this.depth += 1;
        if (this.depth === 1) {
          if (byte !== openArray) throw new Error('not an array');
          from = at + 1;
        }
      } else if (byte === closeArray || byte === closeObject || (byte === comma && this.depth === 1)) {
        if (byte !== comma) this.depth -= 1;
        if (this.depth > (byte === comma ? 1 : 0)) continue;
        if (this.depth < 0) throw new Error('an array that ends twice');
        this.keep(bytes.subarray(from, at));
        this.take(items);
        from = at + 1;
        this.ended = this.depth === 0;
      } else if (this.depth === 0 && byte > 0x20) throw new Error('not an array');
    }
    if (this.depth > 0) this.keep(bytes.subarray(from));
    return items;
  }

  private keep(part: Buffer): void {
    if (this.parts.length + part.length > this.maxItemBytes)
      throw new Error(`an item of more than ${this.maxItemBytes} bytes`);
    this.parts.push(part);
  }

  private take(items: string[]): void {
    const text = new TextDecoder().decode(this.parts.take()).trim();
    if (text !== '') items.push(text);
  }
}
