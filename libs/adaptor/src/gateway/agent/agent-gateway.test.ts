import { request } from 'node:http';

import type { UndoneFiles } from '../../agent/undo.js';
import { agentScene } from '../../testing/agent-scene.js';
import { ask } from '../../testing/ask.js';
import { poll } from '../../testing/poll.js';

const asJson = { 'content-type': 'application/json' };

test('a request for a session starts the agent host, and speaks to it of its own folder', async () => {
  const { gateway, agent, stub } = await agentScene();
  const reached: string[] = [];
  stub.other = (request, response) => {
    reached.push(request.url ?? '');
    response.end('{}');
  };
  agent.answer = (_request, response) => {
    response.writeHead(200, { ...asJson, 'set-cookie': 'a=b' });
    response.write(`{"id":"ses_1","directory":"${agent.anchor.slice(0, 20)}`);
    setImmediate(() => response.end(`${agent.anchor.slice(20)}","file":"${agent.anchor}/src/a"}`));
  };
  const { status, json, headers } = await ask(
    gateway.url,
    '/session?directory=/home/me&workspace=wrk_2&x=1',
    {
      headers: { 'x-opencode-directory': '/etc', authorization: 'Bearer mine', cookie: 'c=d' },
      body: { title: 't', workspaceID: 'wrk_2' },
    },
  );
  expect(status).toBe(200);
  expect(json).toEqual({ id: 'ses_1', directory: '/srv/app', file: '/srv/app/src/a' });
  expect(headers).not.toHaveProperty('set-cookie');
  expect(agent.requests).toMatchObject([
    {
      ...{ method: 'POST', body: '{"title":"t","workspaceID":"wrk_1"}' },
      url: `/session?x=1&directory=${encodeURIComponent(agent.anchor)}`,
      headers: { 'x-opencode-directory': encodeURIComponent(agent.anchor) },
    },
  ]);
  expect(agent.requests[0]?.headers).not.toHaveProperty('cookie');
  expect(agent.requests[0]?.headers.authorization).toMatch(/^Basic /);
  expect(reached).toEqual([]);
});

test('what is polled neither starts it nor keeps it, other requests hold it while they run', async () => {
  const { agent, ask } = await agentScene();
  expect((await ask('/session/status')).json).toEqual({});
  expect((await ask('/question')).json).toEqual([]);
  expect((await ask('/session/ses_1/abort', { body: {} })).json).toBe(true);
  expect(agent.starts).toBe(0);
  const held: number[] = [];
  agent.answer = (_request, response) => {
    held.push(agent.held);
    response.end('{}');
  };
  await ask('/agent');
  await ask('/mcp');
  await ask('/session/status');
  expect(agent.starts).toBe(1);
  expect(held).toEqual([1, 0]);
  await poll(() => agent.held === 0);
});

test('one that cannot be had is said, with the reason', async () => {
  const { agent, ask } = await agentScene();
  agent.broken = new Error('there is no memory left');
  const { status, json } = await ask('/session', { body: {} });
  expect(status).toBe(503);
  expect(json).toMatchObject({ data: { code: 'agent_away' } });
  expect(JSON.stringify(json)).toContain('there is no memory left');
  agent.broken = undefined;
  agent.answer = () => void agent.close();
  expect(await ask('/session', { body: {} })).toMatchObject({
    status: 503,
    json: { data: { code: 'agent_away' } },
  });
});

test.each([
  ['POST', '/api/session/ses_1/prompt'],
  ['PATCH', '/config'],
  ['POST', '/something-new'],
  ['GET', '/something-new'],
  ['DELETE', '/session'],
  ['POST', '/session/ses_1/something-new'],
])('%s %s reaches nobody', async (method, path) => {
  const { agent, stub, ask } = await agentScene();
  const reached: string[] = [];
  stub.other = (request, response) => {
    reached.push(request.url ?? '');
    response.end('{}');
  };
  expect(await ask(path, { method })).toMatchObject({ status: 501, json: { data: { code: 'not_served' } } });
  expect([agent.starts, ...reached]).toEqual([0]);
});

test('files are the host’s business, also while it is away; prompts are not', async () => {
  const { gateway, agent, stub, ask } = await agentScene();
  const reached: string[] = [];
  stub.other = (request, response) => {
    reached.push(request.url ?? '');
    response.end('[]');
  };
  await ask('/find/file?query=a');
  await ask('/vcs');
  expect(reached).toEqual(['/find/file?query=a&workspace=wrk_1', '/vcs?workspace=wrk_1']);
  expect(agent.starts).toBe(0);
  gateway.away('the cable is out');
  expect((await ask('/file/content?path=a')).status).toBe(503);
  expect((await ask('/session/ses_1/message', { body: { parts: [] } })).status).toBe(200);
});

test('a file that a prompt names is read on the host', async () => {
  const readFile = ({ path }: { path: string }) => Promise.resolve({ output: `content of ${path}` });
  const { agent, ask } = await agentScene({ readFile });
  const file = { type: 'file', mime: 'text/plain', url: 'file:///etc/hostname', filename: 'hostname' };
  for (const verb of ['message', 'prompt_async', 'command']) {
    await ask(`/session/ses_1/${verb}`, { body: { parts: [file] } });
  }
  expect(agent.requests).toHaveLength(3);
  for (const { body, headers } of agent.requests) {
    expect(body).not.toContain('"file:');
    expect(headers['content-type']).toBe('application/json');
  }
  expect(agent.requests[0]?.body).toContain('content of /etc/hostname');
  expect((await ask('/session/ses_1/message', { body: 'nonsense' })).status).toBe(400);
  expect((await ask('/session/ses_1/message', { body: '[]' })).status).toBe(400);
  expect(agent.requests).toHaveLength(3);
});

test('a reply goes to whoever asked, and the list is of both', async () => {
  const { agent, stub, ask, openCode } = await agentScene();
  const reached: string[] = [];
  stub.other = (request, response) => {
    reached.push(request.url?.split('?')[0] ?? '');
    response.setHeader('content-type', 'application/json');
    response.end(request.url?.startsWith('/permission?') ? '[{"id":"per_s2"}]' : 'true');
  };
  agent.answer = ({ url }, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(url.startsWith('/permission?') ? '[{"id":"per_a1"}]' : 'true');
  };
  const reader = await openCode();
  await ask('/agent');
  const permission = { sessionID: 'ses_1', permission: 'bash', patterns: [], always: [], metadata: {} };
  agent.plain('permission.asked', { ...permission, id: 'per_a1' });
  const payload = { type: 'permission.asked', properties: { ...permission, id: 'per_s1' } };
  stub.send({ directory: '/srv/app', project: 'p1', workspace: 'wrk_1', payload });
  await reader.until(() => JSON.stringify(reader.frames).includes('per_s1'));
  await reader.until(() => JSON.stringify(reader.frames).includes('per_a1'));
  expect((await ask('/permission')).json).toEqual([{ id: 'per_a1' }, { id: 'per_s2' }]);
  agent.requests.splice(0);
  reached.splice(0);
  for (const id of ['per_a1', 'per_s1', 'per_s2', 'per_x']) {
    expect((await ask(`/permission/${id}/reply`, { body: { reply: 'once' } })).json).toBe(true);
  }
  await ask('/session/ses_1/permissions/per_s1', { body: { response: 'once' } });
  expect(agent.requests.map(({ url }) => url.split('?')[0])).toEqual([
    '/permission/per_a1/reply',
    '/permission/per_x/reply',
  ]);
  expect(reached.filter((path) => path !== '/permission')).toEqual([
    '/permission/per_s1/reply',
    '/permission/per_s2/reply',
    '/session/ses_1/permissions/per_s1',
  ]);
});

test('a revert brings the files back when the session was; what fails is told', async () => {
  const undone: unknown[] = [];
  const answers: (() => Promise<UndoneFiles>)[] = [
    () => Promise.resolve({ files: ['a'] }),
    () => Promise.resolve({ files: [], unavailable: 'there is no git on box' }),
    () => Promise.reject(new Error('the disk of box is full')),
  ];
  const next = (what: unknown): Promise<UndoneFiles> => {
    undone.push(what);
    return answers.shift()?.() ?? Promise.reject(new Error('asked too often'));
  };
  const { agent, ask, openCode } = await agentScene({
    undo: {
      ...{ before: () => Promise.resolve(), settled: () => Promise.resolve() },
      ...{ steps: () => Promise.resolve([]), changes: () => Promise.resolve([]) },
      ...{ revert: next, unrevert: next },
    },
  });
  const reader = await openCode();
  agent.answer = (_request, response) => {
    response.writeHead(200, asJson).end('{"id":"ses_1","revert":{"messageID":"msg_user"}}');
  };
  const revert = () => ask('/session/ses_1/revert', { body: { messageID: 'msg_2' } });
  expect(await revert()).toMatchObject({ status: 200, json: { id: 'ses_1' } });
  expect((await revert()).status).toBe(200);
  await reader.until(() => JSON.stringify(reader.frames).includes('there is no git on box'));
  expect(await ask('/session/ses_1/unrevert', { body: {} })).toMatchObject({
    status: 502,
    json: { data: { code: 'files_not_restored' } },
  });
  await reader.until(() => JSON.stringify(reader.frames).includes('the disk of box is full'));
  const to = { sessionID: 'ses_1', messageID: 'msg_user' };
  expect(undone).toEqual([to, to, 'ses_1']);
  agent.answer = (_request, response) => response.writeHead(409, asJson).end('{"name":"SessionBusyError"}');
  expect((await revert()).status).toBe(409);
  expect(undone).toHaveLength(3);
  await poll(() => agent.held === 0);
});

test('a revert whose caller goes is one of the files as well', async () => {
  const undone: unknown[] = [];
  const done = (what: unknown): Promise<UndoneFiles> => {
    undone.push(what);
    return Promise.resolve({ files: [] });
  };
  const { agent, gateway, openCode } = await agentScene({
    undo: {
      ...{ before: () => Promise.resolve(), settled: () => Promise.resolve() },
      ...{ steps: () => Promise.resolve([]), changes: () => Promise.resolve([]) },
      ...{ revert: done, unrevert: done },
    },
  });
  await openCode();
  const { hostname, port, pathname } = new URL(gateway.url);
  const asked = request({
    hostname,
    port,
    path: `${pathname}/session/ses_1/revert`,
    method: 'POST',
    agent: false,
  });
  agent.answer = (_request, response) => {
    asked.destroy();
    setTimeout(() => {
      response.writeHead(200, asJson).end('{"id":"ses_1","revert":{"messageID":"msg_user"}}');
    }, 100);
  };
  asked.on('error', () => undefined);
  asked.end(JSON.stringify({ messageID: 'msg_2' }));
  await poll(() => undone.length === 1 && agent.held === 0);
});
