import { httpLies, peakGrowth, redirects, sampleOf, startCanary } from '@orssh/protocol/testing';
import { healthSchema } from '@orssh/protocol';

import type { StubClient } from './stub-client.js';
import { StubFiles } from './stub-files.js';
import { expectClear } from './testing/expect-clear.js';
import { hostileClient } from './testing/hostile-client.js';

const honest = sampleOf(healthSchema);
const body = Buffer.from(JSON.stringify(honest));
const enough = 60_000;

const asking: [string, (client: StubClient) => Promise<unknown>][] = [
  ['a call', (client) => client.health()],
  ['a file', (client) => new StubFiles(client).read({ path: 'a' })],
  ['a search', (client) => new StubFiles(client).grep({ pattern: 'a' })],
  ['a command', async (client) => (await client.exec({ argv: ['true'] })).exit],
  [
    'events',
    async (client) => {
      for await (const event of client.events()) if (event.id === '') return;
    },
  ],
];

describe.each(asking)('%s', (what, ask) => {
  // Of events those that hear nothing notice the silence: the link's watch.
  test.each(httpLies.filter(({ slow }) => !(slow && what === 'events')))(
    'ends where the answer is $name',
    async ({ bytes }) => {
      const { stub, client } = await hostileClient({ patienceMs: 300 });
      stub.answer = () => ({ bytes: bytes(body) });
      const grown = await peakGrowth(async () => {
        await ask(client).catch((error: unknown) => {
          expectClear(error, 'box');
        });
      });
      expect(grown).toBeLessThan(300);
      stub.answer = () => ({ json: honest });
      let told: unknown;
      // On a busy machine an answer may be late for that little patience.
      for (let tries = 0; tries < 20 && told === undefined; tries++)
        told = await client.health().catch(() => undefined);
      expect(told).toEqual(honest);
    },
    enough,
  );

  test('no redirect is followed', async () => {
    const { stub, client } = await hostileClient();
    const canary = await startCanary();
    for (const { bytes } of redirects(canary.url)) {
      stub.answer = () => ({ bytes: bytes(body) });
      await expect(ask(client)).rejects.toMatchObject({ code: 'hostile_response' });
    }
    expect(canary.touched()).toBe(false);
    await canary.close();
  });
});
