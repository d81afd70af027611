import fc from 'fast-check';

import { sseReader } from './event-stream.js';
import type { StubEvent } from './stub-event.js';
import { fakeStub } from './testing/fake-stub.js';

const frame = (id: string, data: unknown) => `id: ${id}\ndata: ${JSON.stringify(data)}\n\n`;

function read(chunks: Uint8Array[]): StubEvent[] {
  const events: StubEvent[] = [];
  const feed = sseReader((event) => events.push(event));
  for (const chunk of chunks) feed(chunk);
  return events;
}

test('events come out whole, wherever the bytes are cut, also inside a character', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 1, max: 7 }), (texts, size) => {
      const bytes = Buffer.from(texts.map((text, at) => frame(String(at), { text })).join(''));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_value, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      expect(read(chunks)).toEqual(texts.map((text, at) => ({ id: String(at), data: { text } })));
    }),
  );
});

test('no bytes make it throw anything but an Error', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), (chunks) => {
      try {
        read([...chunks, Buffer.from('\n\n')]);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    }),
  );
});

test('an event without an end is refused before it fills the memory', () => {
  const megabyte = Buffer.alloc(1024 * 1024, 'a');
  expect(() => read([Buffer.from('data: '), ...Array.from({ length: 9 }, () => megabyte)])).toThrow('no end');
});

test('a stream that ends cleanly ends the iteration, and resumes behind the last id', async () => {
  const resumed: unknown[] = [];
  const { client } = await fakeStub((request, response) => {
    resumed.push(request.headers['last-event-id']);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(frame('7', { payload: { type: 'server.connected' } }));
  });
  const seen: StubEvent[] = [];
  for await (const event of client.events({ lastEventID: '6' })) seen.push(event);
  expect(seen).toEqual([{ id: '7', data: { payload: { type: 'server.connected' } } }]);
  expect(resumed).toEqual(['6']);
});

test('a stream that breaks throws; one with a broken event too', async () => {
  const { client, streams } = await fakeStub((request, response) => {
    response.writeHead(200);
    response.write(request.headers['last-event-id'] === 'bad' ? 'data: {\n\n' : frame('1', {}));
  });
  const iterator = client.events()[Symbol.asyncIterator]();
  await iterator.next();
  streams[0]?.destroy(new Error('cable cut'));
  await expect(iterator.next()).rejects.toMatchObject({ code: 'unreachable' });
  const broken = client.events({ lastEventID: 'bad' })[Symbol.asyncIterator]();
  await expect(broken.next()).rejects.toMatchObject({ code: 'hostile_response' });
});
