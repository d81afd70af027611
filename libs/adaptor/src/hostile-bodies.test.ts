import { stubErrorBodySchema } from '@orssh/protocol';
import {
  largeLies,
  lyingBodies,
  peakGrowth,
  sampleOf,
  smallLies,
  steeringText,
} from '@orssh/protocol/testing';

import { expectClear } from './testing/expect-clear.js';
import { hostileClient } from './testing/hostile-client.js';
import { stubCalls } from './testing/stub-calls.js';

const enough = 120_000;

test.each(stubCalls)(
  '$name: whatever is told in one field is taken in its form or refused',
  async ({ schema, list, make }) => {
    const { stub, client } = await hostileClient();
    for (const { name, body } of lyingBodies(schema, smallLies, { list })) {
      stub.answer = () => ({ body });
      await make(client).catch((error: unknown) => {
        try {
          expectClear(error, 'box');
        } catch (unclear) {
          throw new Error(`${name}: ${String(unclear)}`);
        }
      });
    }
    const honest = sampleOf(schema);
    stub.answer = () => ({ json: list ? [honest] : honest });
    await make(client);
    expect(Object.prototype).not.toHaveProperty('polluted');
  },
  enough,
);

test.each(stubCalls)(
  '$name: what is huge or deep in one field costs no more than it weighs',
  async ({ schema, list, make }) => {
    const { stub, client } = await hostileClient();
    const grown = await peakGrowth(async () => {
      for (const { body } of lyingBodies(schema, largeLies, { list, places: 2 })) {
        stub.answer = () => ({ body });
        await make(client).catch((error: unknown) => {
          expectClear(error, 'box');
        });
      }
    });
    expect(grown).toBeLessThan(700);
  },
  enough,
);

test(
  'an error of the stub is shown as text, whatever is in it',
  async () => {
    const { stub, client } = await hostileClient();
    for (const { body } of [
      ...lyingBodies(stubErrorBodySchema, smallLies),
      ...lyingBodies(stubErrorBodySchema, largeLies, { places: 2 }),
    ]) {
      stub.answer = () => ({ body, status: 500 });
      await client.health().then(
        () => {
          throw new Error('an error was taken for an answer');
        },
        (error: unknown) => {
          expectClear(error, 'box');
        },
      );
    }
    stub.answer = () => ({ json: { name: steeringText, data: { message: steeringText } }, status: 500 });
    await client.health().catch((error: unknown) => {
      expectClear(error, 'box');
    });
  },
  enough,
);
