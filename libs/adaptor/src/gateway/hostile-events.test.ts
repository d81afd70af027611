import { readFileSync } from 'node:fs';

import { largeLies, lyingValues, peakGrowth, smallLies } from '@orssh/protocol/testing';

import { item } from '../testing/event-stub.js';
import { frame, hasLast, hostileScene, json, last, stream, streamOf } from '../testing/hostile-scene.js';
import { poll } from '../testing/poll.js';
import { sseClient } from '../testing/sse-client.js';

/** One that ends. */
async function* cut(parts: Iterable<Buffer>): AsyncGenerator<Buffer | string> {
  yield stream;
  yield frame('{"payload":{"type":"server.connected","properties":{}}}');
  yield* parts;
  await Promise.resolve();
}

async function* again(): AsyncGenerator<Buffer | string> {
  yield stream;
  for (;;) {
    yield frame(last);
    await pause(100);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const goldens = [
  'session.updated',
  'permission.asked',
  'sync-session.created.1',
  'sync-message.part.updated.1',
];
const golden = (name: string): Record<string, unknown> => ({
  ...(JSON.parse(
    readFileSync(new URL(`../../../protocol/golden/event-${name}.json`, import.meta.url), 'utf8'),
  ) as Record<string, unknown>),
  workspace: 'wrk_1',
});

test.each(goldens)(
  'an event that lies in one field (%s) stops no other',
  async (name) => {
    const lies = [...lyingValues(golden(name), smallLies)].map(({ body }) => frame(body));
    let streams = 0;
    const { reader, log } = await hostileScene(() => {
      streams += 1;
      // What is no JSON ends a stream: each stream tells the rest.
      return { bytes: streamOf([...lies.splice(0, 40), ...(lies.length === 0 ? [frame(last)] : [])]) };
    });
    await poll(() => lies.length === 0 || streams > 200);
    await reader.until(() => hasLast(reader));
    expect(reader.end).toBeUndefined();
    expect(log.length).toBeLessThan(50 + 3 * streams);
  },
  120_000,
);

test('events that are huge, deep or of no end cost a bound, and the next stream is read', async () => {
  const all = [...lyingValues(golden('session.updated'), largeLies, { places: 2 })].map(({ body }) =>
    frame(body),
  );
  function* tiny(): Generator<Buffer> {
    for (let at = 0; at < 300_000; at++) yield frame('{}');
  }
  function* endless(): Generator<Buffer> {
    yield Buffer.from('data: ');
    for (let at = 0; at < 64; at++) yield Buffer.alloc(1024 * 1024, 'a');
  }
  function* comments(): Generator<Buffer> {
    for (let at = 0; at < 64; at++) yield Buffer.from(':\n'.repeat(512 * 1024));
  }
  const kinds: (() => Iterable<Buffer>)[] = [
    ...all.map((one) => () => [one]),
    tiny,
    endless,
    comments,
    () => [Buffer.from(`id: ${'x'.repeat(100_000)}\ndata: {}\n\n`)],
    () => [Buffer.from(`id: \u001b]0;x\u0007é\ndata: {}\n\n`)],
    () => [Buffer.from('retry: 99999999999999\nevent: x\ndata: {}\n\n')],
  ];
  const { reader, gateway } = await hostileScene(() => {
    const kind = kinds.shift();
    return { bytes: kind ? cut(kind()) : again() };
  });
  const grown = await peakGrowth(async () => {
    let current = reader;
    while (!hasLast(current)) {
      await pause(50);
      // Who is too far behind is sent home, and comes back.
      if (current.end !== undefined) current = await sseClient(`${gateway.url}/global/event`);
    }
    current.stop();
  });
  expect(grown).toBeLessThan(500);
}, 180_000);

test('a storm of sessions that cannot be stored is one line and one toast', async () => {
  const storm = Array.from({ length: 2_000 }, (_, at) => {
    const { aggregate_id: aggregateID, ...event } = item(`ses_${at}`, 0, { projectID: '\u001b]0;x\u0007' });
    return frame(json({ type: 'sync', id: event.id, syncEvent: { ...event, aggregateID } }));
  });
  const { reader, log } = await hostileScene(() => ({ bytes: streamOf([...storm.splice(0), frame(last)]) }));
  await reader.until(() => hasLast(reader));
  const toasts = reader.frames.filter((one) => JSON.stringify(one).includes('toast'));
  expect(toasts.length).toBeLessThan(3);
  expect(log.length).toBeLessThan(10);
}, 60_000);
