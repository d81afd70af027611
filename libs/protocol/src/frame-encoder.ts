import { frameHeaderBytes, type FrameType, frameTypes } from './frame-header.js';

/** One frame as the stub writes it; for tests and for a stub of their own. */
export function encodeFrame(type: keyof typeof frameTypes, payload: Uint8Array | object): Uint8Array {
  const bytes = payload instanceof Uint8Array ? payload : new TextEncoder().encode(JSON.stringify(payload));
  const frame = new Uint8Array(frameHeaderBytes + bytes.length);
  const code: FrameType = frameTypes[type];
  frame[0] = code;
  new DataView(frame.buffer).setUint32(4, bytes.length);
  frame.set(bytes, frameHeaderBytes);
  return frame;
}
