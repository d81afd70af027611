import { agentScene } from '../../testing/agent-scene.js';
import { item } from '../../testing/event-stub.js';
import { poll } from '../../testing/poll.js';
import type { SseClient } from '../../testing/sse-client.js';

const types = (reader: SseClient): unknown[] =>
  reader.frames.map((frame) => (frame['payload'] as { type: string }).type);
const agentItem = (session: string, seq: number, directory: string) => item(session, seq, { directory });

test('durable events are the agent host’s alone, with its folder as the host’s directory', async () => {
  const { agent, stub, ask, openCode } = await agentScene();
  const reader = await openCode();
  await ask('/agent');
  stub.sync(item('ses_stub', 0));
  agent.sync(agentItem('ses_a', 0, agent.anchor));
  agent.sync(agentItem('ses_a', 1, agent.anchor));
  await reader.until(() => reader.durable.length === 2);
  expect(reader.durable).toEqual(['ses_a:0', 'ses_a:1']);
  expect(JSON.stringify(reader.frames)).not.toContain(agent.anchor);
  expect(reader.frames.at(-1)).toMatchObject({
    ...{ directory: '/srv/app', workspace: 'wrk_1' },
    payload: { syncEvent: { data: { info: { directory: '/srv/app' } } } },
  });
});

test('one that stopped and was started again goes on where it was, without a gap and none twice', async () => {
  const { agent, ask, openCode, logged } = await agentScene();
  const reader = await openCode({ ses_a: 1 });
  agent.history = [0, 1, 2].map((seq) => agentItem('ses_a', seq, agent.anchor));
  await ask('/agent');
  await reader.until(() => reader.durable.length === 1);
  await agent.close();
  await poll(() => !agent.followed);
  agent.history.push(agentItem('ses_a', 3, agent.anchor), agentItem('ses_b', 0, agent.anchor));
  // Nobody but a request starts it.
  expect((await ask('/session/status')).json).toEqual({});
  expect(agent.starts).toBe(1);
  await ask('/agent');
  await poll(() => agent.followed);
  agent.sync(agentItem('ses_a', 4, agent.anchor));
  await reader.until(() => reader.durable.length === 4);
  expect(reader.durable).toEqual(['ses_a:2', 'ses_a:3', 'ses_b:0', 'ses_a:4']);
  expect(agent.histories).toEqual([{ ses_a: 1 }, { ses_a: 2 }]);
  expect(reader.end).toBeUndefined();
  expect(logged.filter((line) => line.includes('no longer followed'))).toEqual([]);
});

test('what is missing in its stream is read from its history', async () => {
  const { agent, ask, openCode } = await agentScene();
  const reader = await openCode();
  await ask('/agent');
  agent.history.push(agentItem('ses_a', 0, agent.anchor));
  agent.sync(agentItem('ses_a', 1, agent.anchor));
  await reader.until(() => reader.durable.length === 2);
  expect(reader.durable).toEqual(['ses_a:0', 'ses_a:1']);
});

test('a history that OpenCode asks for later is the agent host’s', async () => {
  const { agent, ask, openCode } = await agentScene();
  await openCode();
  agent.history = [agentItem('ses_a', 0, agent.anchor)];
  await ask('/agent');
  const { json, text } = await ask('/sync/history', { body: {} });
  expect(json).toMatchObject([{ aggregate_id: 'ses_a', seq: 0 }]);
  expect(text).not.toContain(agent.anchor);
  await agent.close();
  expect((await ask('/sync/history', { body: {} })).json).toEqual([]);
});

test('types of a newer OpenCode pass; a session of another project does not', async () => {
  const { agent, ask, openCode, logged } = await agentScene();
  const reader = await openCode();
  await ask('/agent');
  agent.sync(agentItem('ses_a', 0, agent.anchor));
  const next = agentItem('ses_a', 1, agent.anchor);
  agent.sync({ ...next, type: 'session.next.step.ended.2', data: { sessionID: 'ses_a', cost: 0 } });
  agent.sync({ ...agentItem('ses_a', 2, ''), type: 'something.new.1', data: { sessionID: 'ses_a' } });
  agent.sync(item('ses_b', 0, { projectID: 'global' }));
  await reader.until(() => types(reader).includes('tui.toast.show'));
  expect(reader.durable).toEqual(['ses_a:0', 'ses_a:1', 'ses_a:2']);
  expect(logged.join('\n')).toContain('projectID');
});

test('plain events are of both, each about what it has', async () => {
  const { agent, stub, ask, openCode } = await agentScene();
  const reader = await openCode();
  await ask('/agent');
  const before = reader.frames.length;
  const ofStub = (type: string) => {
    const payload = { type, properties: { sessionID: 'ses_s' } };
    stub.send({ directory: '/srv/app', project: 'p1', workspace: 'wrk_1', payload });
  };
  for (const type of ['session.created', 'session.status', 'message.updated', 'tui.prompt.append'])
    ofStub(type);
  for (const type of ['permission.asked', 'file.watcher.updated', 'vcs.branch.updated', 'pty.created'])
    ofStub(type);
  await reader.until(() => reader.frames.length === before + 4);
  for (const type of [
    'file.watcher.updated',
    'vcs.branch.updated',
    'pty.created',
    'project.updated',
    'lsp.updated',
  ])
    agent.plain(type, {});
  for (const type of [
    'session.idle',
    'message.part.delta',
    'mcp.tools.changed',
    'tui.toast.show',
    'todo.updated',
  ])
    agent.plain(type, { path: `${agent.anchor}/a` });
  await reader.until(() => reader.frames.length === before + 9);
  expect(types(reader).slice(before)).toEqual([
    ...['permission.asked', 'file.watcher.updated', 'vcs.branch.updated', 'pty.created'],
    ...['session.idle', 'message.part.delta', 'mcp.tools.changed', 'tui.toast.show', 'todo.updated'],
  ]);
  expect(reader.frames.at(-1)).toMatchObject({ payload: { properties: { path: '/srv/app/a' } } });
});

test('while a session works the agent host is held; one that ends then is told of', async () => {
  const { agent, ask, openCode } = await agentScene();
  const reader = await openCode();
  await ask('/agent');
  await poll(() => agent.held === 0);
  const status = (type: string) => {
    agent.plain('session.status', { sessionID: 'ses_a', status: { type } });
  };
  status('busy');
  await poll(() => agent.held === 1);
  status('retry');
  status('idle');
  await poll(() => agent.held === 0);
  status('busy');
  await poll(() => agent.held === 1);
  await agent.close();
  await poll(() => agent.held === 0);
  await reader.until(() => types(reader).includes('session.error'));
  expect(reader.frames.at(-1)).toMatchObject({ payload: { type: 'session.idle' } });
});

test('an answer waits for the events that it speaks of', async () => {
  const { agent, ask, openCode } = await agentScene();
  await openCode();
  agent.answer = (_request, response) => {
    response.setHeader('x-opencode-sync', '{"ses_a":0}');
    response.end('{}');
  };
  const { headers } = await ask('/session', { body: {} });
  expect(headers['x-opencode-sync']).toBe('{"ses_a":0}');
});

test('an event that the stream left out is read when an answer speaks of it', async () => {
  const { agent, ask, openCode } = await agentScene();
  const reader = await openCode();
  await ask('/agent');
  agent.history.push(agentItem('ses_a', 0, agent.anchor));
  agent.answer = (_request, response) => {
    response.setHeader('x-opencode-sync', '{"ses_a":0}');
    response.end('{}');
  };
  await ask('/session', { body: {} });
  await reader.until(() => reader.durable.length > 0);
  expect(reader.durable).toEqual(['ses_a:0']);
});

test('a session that is moved here is followed from there on', async () => {
  const { agent, ask, openCode } = await agentScene();
  const reader = await openCode();
  const events = [0, 1].map((seq) => {
    const { aggregate_id: aggregateID, ...event } = item('ses_a', seq, { directory: '/home/me/app' });
    return { ...event, aggregateID };
  });
  await ask('/sync/replay', { body: { directory: '/home/me/app', events } });
  await ask('/sync/steal', { body: { sessionID: 'ses_a' } });
  const [replay] = agent.requests;
  expect(replay?.body).not.toContain('/home/me/app');
  expect(replay?.body).toContain(agent.anchor);
  agent.sync(agentItem('ses_a', 3, agent.anchor));
  await reader.until(() => reader.durable.length === 1);
  expect(reader.durable).toEqual(['ses_a:3']);
});
