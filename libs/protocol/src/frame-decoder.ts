import { frameHeaderBytes, frameTypes, maxFrameBytes } from './frame-header.js';
import { type FrameMeta, frameMetaSchema } from './frame-meta.js';
import { Gathered } from './gathered.js';
import { parseHostJson } from './parse-host-json.js';

/** A piece of output (a view of the bytes that were pushed, not a copy), or a meta frame. */
export type OutputFrame = { type: 'stdout' | 'stderr'; data: Uint8Array } | { type: 'meta'; meta: FrameMeta };

/** The stream is not what a stub sends: nothing after this point can be trusted. */
export class FrameError extends Error {
  override name = 'FrameError';
}

/**
 * Splits a command's output stream into frames, from chunks that are cut anywhere.
 * Output is handed on as it comes, so a frame may come in several pieces; memory is bounded by one meta frame.
 */
export class FrameDecoder {
  private readonly header = new Uint8Array(frameHeaderBytes);
  private headerLength = 0;
  private remaining = 0;
  private kind: number = frameTypes.meta;
  private readonly meta = new Gathered();

  /** Calls `emit` for each frame or piece of one in `chunk`. Throws {@link FrameError}; unusable after that. */
  push(chunk: Uint8Array, emit: (frame: OutputFrame) => void): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.headerLength < frameHeaderBytes) {
        at += this.readHeader(chunk, at);
        if (this.headerLength < frameHeaderBytes) return;
      }
      const piece = chunk.subarray(at, at + this.remaining);
      at += piece.length;
      this.remaining -= piece.length;
      this.readPayload(piece, emit);
      if (this.remaining === 0) this.headerLength = 0;
    }
  }

  /** Throws {@link FrameError} when the stream ended inside a frame. */
  end(): void {
    if (this.headerLength > 0) throw new FrameError('the output stream ended inside a frame');
  }

  private readHeader(chunk: Uint8Array, at: number): number {
    const part = chunk.subarray(at, at + frameHeaderBytes - this.headerLength);
    this.header.set(part, this.headerLength);
    this.headerLength += part.length;
    if (this.headerLength === frameHeaderBytes) {
      const view = new DataView(this.header.buffer);
      const first = view.getUint32(0);
      this.kind = first >>> 24;
      this.remaining = view.getUint32(4);
      if ((first & 0xffffff) !== 0 || this.kind > frameTypes.stderr)
        throw new FrameError(`the output stream has a frame of unknown type ${first.toString(16)}`);
      if (this.remaining > maxFrameBytes)
        throw new FrameError(`the output stream has a frame of ${this.remaining} bytes`);
      if (this.kind === frameTypes.meta && this.remaining === 0)
        throw new FrameError('the output stream has an empty meta frame');
    }
    return part.length;
  }

  private readPayload(piece: Uint8Array, emit: (frame: OutputFrame) => void): void {
    if (this.kind !== frameTypes.meta) {
      if (piece.length > 0)
        emit({ type: this.kind === frameTypes.stdout ? 'stdout' : 'stderr', data: piece });
      return;
    }
    this.meta.push(piece);
    if (this.remaining > 0) return;
    const text = new TextDecoder().decode(this.meta.take());
    emit({ type: 'meta', meta: parseMeta(text) });
  }
}

function parseMeta(text: string): FrameMeta {
  let json: unknown;
  try {
    json = parseHostJson(text);
  } catch (cause) {
    throw new FrameError('the output stream has a meta frame that is not JSON', { cause });
  }
  const meta = frameMetaSchema.safeParse(json);
  if (!meta.success)
    throw new FrameError('the output stream has a meta frame of unknown form', { cause: meta.error });
  return meta.data;
}
