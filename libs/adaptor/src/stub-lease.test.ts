import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Lease } from '@orssh/protocol';

import { fakeStub } from './testing/fake-stub.js';

const holder = { workspace: 'wrk_a', user: 'ann', machine: 'laptop', machineID: 'm-1', pid: 7 };
const lease: Lease = {
  id: 'lse_a',
  mode: 'exclusive',
  holder,
  ttlMs: 60_000,
  fence: 5,
  acquiredAt: 1,
  expiresAt: 60_001,
};

function json(response: ServerResponse, status: number, body: unknown, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Answers with what `answer` says, and notes the requests. */
async function recording(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: string[] = [];
  const { client } = await fakeStub((request, response) => {
    void request.toArray().then((chunks) => {
      const body = Buffer.concat(chunks as Buffer[]).toString();
      seen.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`.trim());
      answer(request, response);
    });
  });
  return { client, seen };
}

test('a lease is acquired, renewed, listed and released by its id', async () => {
  const { client, seen } = await recording((request, response) => {
    if (request.method === 'DELETE') json(response, 200, true);
    else if (request.method === 'GET') json(response, 200, [lease]);
    else json(response, 200, request.url === '/stub/v1/lease' ? { lease, stolen: [] } : lease);
  });
  const request = { id: 'lse_a', mode: 'exclusive', holder, replaces: ['lse_0'] } as const;
  expect(await client.acquireLease({ ...request, replaces: ['lse_0'] })).toEqual({
    lease,
    stolen: [],
    stopping: 0,
  });
  expect(await client.renewLease('lse_a')).toEqual(lease);
  expect(await client.leases()).toEqual([lease]);
  await client.releaseLease('lse/a');
  expect(seen).toEqual([
    `POST /stub/v1/lease ${JSON.stringify(request)}`,
    'POST /stub/v1/lease/lse_a/renew {}',
    'GET /stub/v1/lease',
    'DELETE /stub/v1/lease/lse%2Fa',
  ]);
});

test('a lease that others hold is refused with their leases', async () => {
  const { client } = await recording((_request, response) => {
    const data = { code: 'lease_held', message: 'held', leases: [lease], commands: 2 };
    json(response, 409, { name: 'LeaseHeldError', data });
  });
  await expect(client.acquireLease({ id: 'lse_b', mode: 'shared', holder })).rejects.toMatchObject({
    kind: 'LeaseHeldError',
    leases: [lease],
    commands: 2,
    by: undefined,
  });
});

test('a lost lease says who took it', async () => {
  const { client } = await recording((_request, response) => {
    json(response, 409, {
      name: 'LeaseLostError',
      data: { code: 'lease_stolen', message: 'gone', by: holder },
    });
  });
  await expect(client.renewLease('lse_a')).rejects.toMatchObject({
    kind: 'LeaseLostError',
    code: 'lease_stolen',
    by: holder,
    leases: undefined,
  });
});

test('an error that says nonsense of leases is only an error', async () => {
  const { client } = await recording((_request, response) => {
    json(response, 409, { name: 'LeaseHeldError', data: { message: 'held', leases: 'all' } });
  });
  await expect(client.renewLease('lse_a')).rejects.toMatchObject({
    kind: 'LeaseHeldError',
    leases: undefined,
  });
});

test('requests carry the lease in use, until another or none is', async () => {
  const leases: unknown[] = [];
  const { client } = await recording((request, response) => {
    leases.push(request.headers['x-orssh-lease']);
    json(response, 200, []);
  });
  for (const id of [undefined, 'lse_a', 'lse_b', undefined]) {
    client.useLease(id);
    await client.commands();
  }
  expect(leases).toEqual([undefined, 'lse_a', 'lse_b', undefined]);
});

test('the loss of the lease in use is told once, by whatever answer says so', async () => {
  const { client } = await recording((request, response) => {
    const state = request.headers['x-orssh-lease'] === 'lse_a' ? { 'x-orssh-lease-state': 'lost' } : {};
    json(response, request.method === 'POST' ? 500 : 200, [], state);
  });
  const lost: string[] = [];
  const onLeaseLost = (id: string): void => void lost.push(id);
  client.useLease('lse_b', { onLeaseLost });
  await client.commands();
  client.useLease('lse_a', { onLeaseLost });
  await client.commands();
  await client.commands();
  expect(lost).toEqual(['lse_a']);
  client.useLease('lse_a', { onLeaseLost });
  await expect(client.renewLease('lse_a')).rejects.toThrow();
  expect(lost).toEqual(['lse_a', 'lse_a']);
});

test('approvals are listed, given and revoked by workspace and pattern', async () => {
  const more = { tree: true, access: 'all', by: 'ann@laptop', until: 0 };
  const approval = { workspaceID: 'wrk_home', pattern: '/a b/*', path: '/a b', at: 1, ...more };
  const { client, seen } = await recording((request, response) => {
    const answers: Record<string, unknown> = {
      GET: [approval],
      POST: approval,
      DELETE: { removed: 1, ended: 2 },
    };
    json(response, 200, answers[request.method ?? '']);
  });
  expect(await client.approvals()).toEqual([approval]);
  expect(await client.approvals({ workspaceID: 'wrk_home' })).toEqual([approval]);
  expect(await client.approve({ path: '/a b' })).toEqual(approval);
  expect(await client.revokeApproval({ workspaceID: 'wrk_home', pattern: '/a b/*' })).toEqual({
    ...{ removed: 1, ended: 2 },
  });
  expect(seen).toEqual([
    'GET /stub/v1/approvals',
    'GET /stub/v1/approvals?workspace=wrk_home',
    'POST /stub/v1/approvals {"path":"/a b"}',
    'DELETE /stub/v1/approvals?workspace=wrk_home&pattern=%2Fa+b%2F*',
  ]);
});
