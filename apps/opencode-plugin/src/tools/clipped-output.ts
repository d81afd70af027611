import { plainText } from './plain-text.js';

/** OpenCode cuts what a tool says at 2000 lines and 50 KiB, and keeps the beginning; of a command the end matters more. */
const mostLines = 1_900;
const mostBytes = 48_000;
const headShare = 0.25;

/** Collects a command's output in bounded memory: its beginning, and its end. */
export class ClippedOutput {
  #head = '';
  #tail = '';
  #left = 0;
  readonly #decoder = new TextDecoder();

  add(data: Uint8Array): void {
    this.#append(this.#decoder.decode(data, { stream: true }));
  }

  /** The host kept no more of it than that. */
  lost(bytes: number): void {
    this.#append(`\n[… ${bytes} bytes were lost …]\n`);
  }

  /** What there is of it; between both parts it says how much was left out. */
  text(): string {
    const begun = plainText(this.#head);
    const head = clip(begun, mostBytes * headShare, mostLines * headShare, 'head');
    // What of the beginning is not shown may still be of the end.
    const rest = begun.slice(head.length) + plainText(this.#tail);
    const tail = clip(rest, mostBytes * (1 - headShare), mostLines * (1 - headShare), 'tail');
    const left = this.#left + rest.length - tail.length;
    if (left === 0) return head + tail;
    return `${head}\n[… ${left} characters left out …]\n${tail}`;
  }

  /** The last of it, for a display that moves. */
  latest(characters: number): string {
    return plainText((this.#head + this.#tail).slice(-characters));
  }

  #append(text: string): void {
    const room = mostBytes * headShare - this.#head.length;
    if (room > 0) {
      this.#head += text.slice(0, room);
      text = text.slice(room);
    }
    this.#tail += text;
    if (this.#tail.length > mostBytes * 2) {
      this.#left += this.#tail.length - mostBytes;
      this.#tail = this.#tail.slice(-mostBytes);
    }
  }
}

/** As much of one end as fits, in whole lines where it has several. */
function clip(text: string, bytes: number, lines: number, end: 'head' | 'tail'): string {
  const parts = text.split('\n');
  let kept = parts.length <= lines ? text : undefined;
  kept ??= (end === 'head' ? parts.slice(0, lines) : parts.slice(-lines)).join('\n');
  while (Buffer.byteLength(kept) > bytes) {
    const most = Math.floor((kept.length * bytes) / Buffer.byteLength(kept));
    kept = end === 'head' ? kept.slice(0, most) : kept.slice(-most);
  }
  return kept;
}
