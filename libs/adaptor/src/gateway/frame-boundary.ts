/** The stub's are below 1 MB. */
const maxMessageBytes = 16 * 1024 * 1024;
/** RFC 6455, 5.5. */
const maxControlBytes = 125;

/** Follows a server's WebSocket frames, to know where one may be put between two of them (RFC 6455, 5.2). */
export class FrameBoundary {
  private head = Buffer.alloc(0);
  private left = 0;
  private closed = false;
  private message = 0;

  /** Whether the last byte that was fed ended a frame, and none of them was a close. */
  get open(): boolean {
    return this.head.length === 0 && this.left === 0 && !this.closed;
  }

  /** Throws for a message that no terminal's is: who reads it keeps it until its end. */
  feed(chunk: Uint8Array): void {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (bytes.length > 0) {
      if (this.left > 0) {
        const taken = Math.min(this.left, bytes.length);
        this.left -= taken;
        bytes = bytes.subarray(taken);
        continue;
      }
      const wanted = headBytes(this.head) - this.head.length;
      this.head = Buffer.concat([this.head, bytes.subarray(0, wanted)]);
      bytes = bytes.subarray(wanted);
      if (this.head.length < headBytes(this.head)) continue;
      this.closed ||= ((this.head[0] ?? 0) & 0x0f) === 0x08;
      this.left = payloadBytes(this.head);
      this.count();
      this.head = Buffer.alloc(0);
    }
  }

  private count(): void {
    const first = this.head[0] ?? 0;
    if ((first & 0x08) !== 0) {
      if (this.left > maxControlBytes) throw new Error(`a control frame of ${this.left} bytes`);
      return;
    }
    // Of a message in parts only the first has a kind.
    this.message = (first & 0x0f) === 0 ? this.message + this.left : this.left;
    if (this.message > maxMessageBytes) throw new Error(`a message of more than ${maxMessageBytes} bytes`);
  }
}

/** How long a head that begins so is; at least two bytes. */
function headBytes(head: Buffer): number {
  const second = head[1];
  if (second === undefined) return 2;
  const length = second & 0x7f;
  return 2 + (length === 126 ? 2 : length === 127 ? 8 : 0) + (second & 0x80 ? 4 : 0);
}

function payloadBytes(head: Buffer): number {
  const length = (head[1] ?? 0) & 0x7f;
  if (length === 126) return head.readUInt16BE(2);
  return length === 127 ? Number(head.readBigUInt64BE(2)) : length;
}
