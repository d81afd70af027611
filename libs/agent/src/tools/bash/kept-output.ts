import { StringDecoder } from 'node:string_decoder';

import { endOf } from './end-of.js';

/** What of a tool's output a model gets. */
export interface OutputLimits {
  maxLines: number;
  maxBytes: number;
}

/** What is shown while a command runs, in characters. */
const shownCharacters = 30_000;
const shownStart = '...\n\n';

/** The end of a command's output, and how much there was. */
export class KeptOutput {
  private readonly decoder = new StringDecoder('utf8');
  private text = '';
  private size = 0;
  private lines = 1;

  constructor(private readonly limits: OutputLimits) {}

  add(data: Uint8Array): void {
    this.push(this.decoder.write(Buffer.from(data.buffer, data.byteOffset, data.byteLength)));
  }

  /** Bytes that nobody has seen. */
  lost(bytes: number): void {
    this.size += bytes;
  }

  /** No more comes: half a character is none. */
  end(): void {
    this.push(this.decoder.end());
  }

  /** Whether a model gets only the end of it. */
  get isCut(): boolean {
    return this.size > this.limits.maxBytes || this.lines > this.limits.maxLines;
  }

  /** What a model gets. */
  tail(): string {
    return endOf(this.text, this.limits);
  }

  /** What a person sees while it runs, and afterwards. */
  shown(): string {
    const { text } = this;
    return text.length <= shownCharacters ? text : shownStart + text.slice(-shownCharacters);
  }

  private push(text: string): void {
    if (text === '') return;
    this.size += Buffer.byteLength(text);
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lines += 1;
    this.text += text;
    // In characters, of which none is smaller than a byte; cut seldom, for that copies.
    const enough = Math.max(this.limits.maxBytes, shownCharacters) + 1;
    if (this.text.length > 4 * enough) this.text = this.text.slice(-enough);
  }
}
