import { StringDecoder } from 'node:string_decoder';
import { Transform, type TransformCallback } from 'node:stream';

import { escapeControl } from './escape-control.js';

/** Escapes the control characters of remote text, but leaves line ends and tabs. */
export class LineEscape extends Transform {
  readonly #decoder = new StringDecoder('utf8');

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    done(null, escapeLines(this.#decoder.write(chunk)));
  }

  override _flush(done: TransformCallback): void {
    done(null, escapeLines(this.#decoder.end()));
  }
}

/** The same for a text that is whole. */
export function escapeLines(text: string): string {
  return text
    .split(/([\n\t])/)
    .map((part) => (part === '\n' || part === '\t' ? part : escapeControl(part)))
    .join('');
}
