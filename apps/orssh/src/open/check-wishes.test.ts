import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { fakeCli } from '../testing/fake-cli.js';
import { checkWishes } from './check-wishes.js';

const models = { big: {}, small: {} };
const answers: Record<string, unknown> = {
  '/config/providers': { providers: [{ id: 'lab', models }] },
  '/agent': [{ name: 'build' }, { name: 'plan' }, { name: 'title', hidden: true }],
};

/** What stands for the OpenCode of a place; without answers it knows nothing. */
async function serve(known: Record<string, unknown>) {
  const server = createServer((request, response) => {
    const answer = known[request.url ?? ''];
    const isAllowed = request.headers.authorization === `Basic ${btoa('opencode:sesame')}`;
    response.writeHead(answer !== undefined && isAllowed ? 200 : 500).end(JSON.stringify(answer));
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secret: 'sesame' };
}

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

test('a model and an agent that are there are taken', async () => {
  const cli = fakeCli();
  const remote = await serve(answers);
  await expect(checkWishes(cli, remote, { model: 'lab/big', agent: 'plan' })).resolves.toBeUndefined();
  await expect(checkWishes(cli, remote, {})).resolves.toBeUndefined();
});

test('one that is not there is named, with those that are, and what was probably meant', async () => {
  const cli = fakeCli();
  const remote = await serve(answers);
  await expect(checkWishes(cli, remote, { model: 'lab/bog' })).rejects.toMatchObject({
    message: 'OpenCode has no model "lab/bog" here',
    remedy: 'did you mean "lab/big"? there is lab/big, lab/small',
    exitCode: 2,
  });
  await expect(checkWishes(cli, remote, { agent: 'nosuch' })).rejects.toMatchObject({
    message: 'OpenCode has no agent "nosuch" here',
    remedy: 'there is build, plan',
  });
});

test('of many only some are named', async () => {
  const cli = fakeCli();
  const many = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`m${index}`, {}]));
  const remote = await serve({ '/config/providers': { providers: [{ id: 'lab', models: many }] } });
  await expect(checkWishes(cli, remote, { model: 'other' })).rejects.toMatchObject({
    remedy: expect.stringMatching(/lab\/m11 and 3 more/) as string,
  });
});

test('what cannot be found out is left to OpenCode', async () => {
  const cli = fakeCli();
  await expect(checkWishes(cli, await serve({}), { model: 'x/y', agent: 'z' })).resolves.toBeUndefined();
});
