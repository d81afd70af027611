import type { UndoneFiles } from '../../agent/undo.js';
import { agentScene, agentToken, secret } from '../../testing/agent-scene.js';
import { ask } from '../../testing/ask.js';

const health = {
  ...{ healthy: true, version: '1' },
  stub: {
    ...{ pid: 1, startedAt: 1, instance: 'run-1', hostname: 'box', platform: 'linux', arch: 'amd64' },
    ...{ sha256: '', enforcement: 'advisory', home: '/home/dev', damaged: [], commands: 0 },
  },
};

describe('the door for agents', () => {
  const bearer = { authorization: `Bearer ${agentToken}` };
  const at = (port: number) => `http://127.0.0.1:${port}`;

  test.each([
    ['GET', '/path'],
    ['GET', '/global/health'],
    ['GET', '/vcs/diff/raw'],
    ['GET', '/file/content?path=a'],
    ['GET', '/find?pattern=a'],
    ['POST', '/stub/v1/exec?follow=true'],
    ['POST', '/stub/v1/exec/cmd_1/kill'],
    ['PUT', '/stub/v1/file/write?path=a'],
  ])('%s %s goes to the stub, of this workspace', async (method, path) => {
    const { gateway, agent, stub } = await agentScene();
    const reached: { url?: string; headers: Record<string, unknown> }[] = [];
    stub.other = ({ url, headers }, response) => {
      reached.push({ url, headers });
      response.writeHead(200, { 'x-orssh-size': '3', 'x-orssh-lease-state': 'lost' }).end('{}');
    };
    const { status, headers } = await ask(at(gateway.port), path, {
      method,
      headers: { ...bearer, 'x-orssh-allow': '["/a"]', 'x-orssh-lease': 'stolen', 'if-match': '"e"' },
    });
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'x-orssh-size': '3' });
    expect(headers).not.toHaveProperty('x-orssh-lease-state');
    const [first] = reached;
    expect(new URL(first?.url ?? '', 'http://x').searchParams.get('workspace')).toBe('wrk_1');
    expect(first?.headers).toMatchObject({
      ...{ authorization: 'Bearer feed', 'x-orssh-allow': '["/a"]', 'if-match': '"e"' },
    });
    expect(first?.headers).not.toHaveProperty('x-orssh-lease');
    expect(agent.starts).toBe(0);
  });

  test.each([
    ['GET', '/session'],
    ['POST', '/session'],
    ['GET', '/global/event'],
    ['GET', '/'],
    ['POST', '/stub/v1/shutdown'],
    ['GET', '/stub/v1/lease'],
    ['GET', '/stub/v1/file/'],
    ['POST', '/stub/v1/file/../approvals'],
    ['POST', '/stub/v1/file/%2e%2e/approvals'],
    ['POST', '/stub/v1/snapshot/track'],
    ['GET', '/stub/v1/approvals'],
    ['POST', '/experimental/workspace'],
    ['POST', '/permission/per_1/reply'],
    ['POST', '/pty'],
    ['PUT', '/file'],
    ['POST', '/agent/v1/other'],
  ])('%s %s does not', async (method, path) => {
    const { gateway, agent, stub } = await agentScene();
    const reached: string[] = [];
    stub.other = (request, response) => {
      reached.push(request.url ?? '');
      response.end('{}');
    };
    expect([400, 404]).toContain((await ask(at(gateway.port), path, { method, headers: bearer })).status);
    expect([agent.starts, ...reached]).toEqual([0]);
  });

  test('its token opens nothing else, and the workspace’s secret does not open it', async () => {
    const { gateway } = await agentScene();
    const root = at(gateway.port);
    const basic = `Basic ${Buffer.from(`opencode:${agentToken}`).toString('base64')}`;
    const status = async (path: string, headers: Record<string, string>) =>
      (await ask(root, path, { headers })).status;
    expect(await status('/path', { authorization: basic })).toBe(401);
    expect(await status(`/${agentToken}/path`, {})).toBe(401);
    expect(await status('/path', { authorization: `Bearer ${secret}` })).toBe(401);
    expect(await status('/path', { authorization: 'Bearer ' })).toBe(401);
    expect(await status('/path', { ...bearer, origin: 'http://evil.example' })).toBe(403);
    expect(await status('/path', { ...bearer, host: 'evil.example' })).toBe(403);
    // The agent host's own routes are not the door's, whoever comes by the secret.
    expect(await status(`/${secret}/stub/v1/exec`, bearer)).toBe(404);
  });

  test('while the host is away it says so at once', async () => {
    const { gateway } = await agentScene({ attached: false });
    const { status, json } = await ask(at(gateway.port), '/stub/v1/exec', { headers: bearer, body: {} });
    expect(status).toBe(503);
    expect(json).toMatchObject({ data: { code: 'host_away' } });
  });

  test('which run of the stub is there is asked once for each stay', async () => {
    const { gateway, stub } = await agentScene();
    let asked = 0;
    stub.other = ({ url }, response) => {
      if (url?.startsWith('/global/health')) asked += 1;
      response.end(JSON.stringify(health));
    };
    const instance = () => ask(at(gateway.port), '/agent/v1/instance', { headers: bearer });
    expect((await instance()).json).toEqual({ instance: 'run-1' });
    expect((await instance()).json).toEqual({ instance: 'run-1' });
    expect(asked).toBe(1);
  });

  test('in which session a slash command is under way is told while it is', async () => {
    const { gateway, agent, ask: asked } = await agentScene();
    const session = async () =>
      (await ask(at(gateway.port), '/agent/v1/command-session', { headers: bearer })).json;
    const during: unknown[] = [];
    agent.answer = (_request, response) => {
      void session().then((told) => {
        during.push(told);
        response.end('{}');
      });
    };
    await asked('/session/ses_1/command', { method: 'POST', body: { command: 'look', arguments: '' } });
    await asked('/session/ses_2/shell', { method: 'POST', body: { command: 'ls' } });
    expect(during).toEqual([{ sessionID: 'ses_1' }, {}]);
    expect(await session()).toEqual({});
  });

  test('steps and rests are passed to undo', async () => {
    const told: unknown[] = [];
    const none = (): Promise<UndoneFiles> => Promise.resolve({ files: [] });
    const { gateway } = await agentScene({
      undo: {
        ...{ steps: () => Promise.resolve([]), changes: () => Promise.resolve([]) },
        ...{ revert: none, unrevert: none },
        before: (step) => Promise.resolve(void told.push(step)),
        settled: (session) => Promise.resolve(void told.push(session)),
      },
    });
    const tell = (path: string, body: unknown) => ask(at(gateway.port), path, { headers: bearer, body });
    const step = { sessionID: 'ses_1', messageID: 'msg_1' };
    expect((await tell('/agent/v1/before', step)).json).toBe(true);
    expect((await tell('/agent/v1/settled', { sessionID: 'ses_1' })).json).toBe(true);
    expect((await tell('/agent/v1/before', { sessionID: 'ses_1' })).status).toBe(400);
    expect((await tell('/agent/v1/settled', 'nonsense')).status).toBe(400);
    expect(told).toEqual([step, 'ses_1']);
  });
});
