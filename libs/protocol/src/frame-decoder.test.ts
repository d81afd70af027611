import fc from 'fast-check';

import { encodeFrame, FrameDecoder, FrameError, type OutputFrame } from './index.js';

const heartbeat = { type: 'heartbeat' };

/** Decodes in chunks cut at `cuts`, with pieces of one stream joined as a reader would see them. */
function decode(bytes: Uint8Array, cuts: number[] = []): string[] {
  const decoder = new FrameDecoder();
  const seen: string[] = [];
  const emit = (frame: OutputFrame): void => {
    if (frame.type === 'meta') seen.push(`meta:${frame.meta.type}`);
    else seen.push(`${frame.type}:${Buffer.from(frame.data).toString('latin1')}`);
  };
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let from = 0;
  for (const to of ends) {
    decoder.push(bytes.slice(from, to), emit);
    from = to;
  }
  decoder.end();
  return joined(seen);
}

function joined(items: string[]): string[] {
  const result: string[] = [];
  for (const item of items) {
    const kind = item.slice(0, item.indexOf(':'));
    const text = item.slice(kind.length + 1);
    const last = result.at(-1);
    if (kind !== 'meta' && last?.startsWith(`${kind}:`)) result[result.length - 1] = last + text;
    else result.push(item);
  }
  return result;
}

test('frames come out as they went in, wherever the chunks are cut', () => {
  const frame = fc.oneof(
    fc.tuple(fc.constantFrom('stdout' as const, 'stderr' as const), fc.uint8Array({ minLength: 1 })),
    fc.constant(['meta' as const, heartbeat] as const),
  );
  fc.assert(
    fc.property(fc.array(frame), fc.array(fc.nat()), (frames, cuts) => {
      const bytes = Buffer.concat(frames.map(([type, payload]) => encodeFrame(type, payload)));
      const whole = frames.map(([type, payload]) =>
        payload instanceof Uint8Array
          ? `${type}:${Buffer.from(payload).toString('latin1')}`
          : 'meta:heartbeat',
      );
      expect(decode(bytes, cuts)).toEqual(joined(whole));
    }),
  );
});

test('output is a view of the pushed bytes, not a copy', () => {
  const chunk = encodeFrame('stdout', Buffer.from('abc'));
  new FrameDecoder().push(chunk, (frame) => {
    expect(frame.type === 'stdout' && frame.data.buffer).toBe(chunk.buffer);
  });
  expect.assertions(1);
});

test('an output frame without bytes is skipped, also at the end of a chunk', () => {
  const bytes = Buffer.concat([
    encodeFrame('stdout', new Uint8Array()),
    encodeFrame('stderr', Buffer.from('x')),
  ]);
  expect(decode(bytes, [8])).toEqual(['stderr:x']);
});

test.each([
  ['unknown type', Buffer.from([3, 0, 0, 0, 0, 0, 0, 0])],
  ['padding that is not zero', Buffer.from([1, 0, 1, 0, 0, 0, 0, 1])],
  ['more than 1 MiB', Buffer.from([1, 0, 0, 0, 0, 16, 0, 1])],
  ['a length of 4 GiB', Buffer.from([0, 0, 0, 0, 255, 255, 255, 255])],
  ['an empty meta frame', Buffer.from([0, 0, 0, 0, 0, 0, 0, 0])],
  ['meta that is not JSON', encodeFrame('meta', Buffer.from('{'))],
  ['meta of unknown form', encodeFrame('meta', { type: 'start', id: 1 })],
])('refuses %s', (_what, bytes) => {
  expect(() => decode(bytes)).toThrow(FrameError);
});

test('a stream that ends inside a frame is told', () => {
  expect(() => decode(encodeFrame('stdout', Buffer.from('abc')).subarray(0, 10))).toThrow('inside a frame');
});

test('bytes of any kind give frames or a FrameError, and never more output than went in', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 })), (chunks) => {
      const decoder = new FrameDecoder();
      let size = 0;
      try {
        for (const chunk of chunks)
          decoder.push(chunk, (frame) => {
            if (frame.type !== 'meta') size += frame.data.length;
          });
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError);
      }
      expect(size).toBeLessThanOrEqual(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    }),
  );
});
