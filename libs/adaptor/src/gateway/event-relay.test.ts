import { item } from '../testing/event-stub.js';
import { relayScene } from '../testing/relay-scene.js';
import { type SseClient, sseClient } from '../testing/sse-client.js';

const toasts = (reader: SseClient): unknown[] =>
  reader.frames.filter((frame) => JSON.stringify(frame).includes('tui.toast.show'));

test('a reader is answered at once also without a host, and stays', async () => {
  const { gateway, openCode } = await relayScene({ attached: false });
  const reader = await openCode({ ses_a: 3 });
  await reader.until(() => reader.frames.length > 0);
  expect(reader.frames[0]).toMatchObject({ payload: { type: 'server.connected' } });
  expect(reader.history).toEqual([]);
  gateway.publish({ type: 'workspace.status', properties: { status: 'connected' } });
  await reader.until(() => reader.frames.length > 1);
  expect(reader.frames[1]).toMatchObject({ workspace: 'wrk_1', payload: { type: 'workspace.status' } });
  expect(reader.end).toBeUndefined();
});

test('what OpenCode lacks when the host comes is sent as events, in order, before live ones', async () => {
  const { gateway, stub, openCode } = await relayScene({ attached: false });
  const reader = await openCode({ ses_a: 0 });
  stub.history = [item('ses_a', 0), item('ses_a', 1), item('ses_a', 2), item('ses_b', 0)];
  gateway.attach(await stub.client());
  await reader.until(() => reader.durable.length === 3);
  stub.sync(item('ses_b', 1));
  await reader.until(() => reader.durable.length === 4);
  expect(reader.durable).toEqual(['ses_a:1', 'ses_a:2', 'ses_b:0', 'ses_b:1']);
  expect(stub.histories).toEqual([{ ses_a: 0 }]);
});

test('a broken stream goes on where it was, a stub that was restarted is asked for what is missing', async () => {
  const { stub, openCode } = await relayScene();
  const reader = await openCode();
  stub.sync(item('ses_a', 0));
  await reader.until(() => reader.durable.length === 1);
  stub.break();
  await reader.until(() => stub.lastEventIDs.length === 2 && stub.connected);
  expect(stub.lastEventIDs[1]).toBe('i.1');
  stub.sync(item('ses_a', 1));
  await reader.until(() => reader.durable.length === 2);
  stub.gap = true;
  stub.history = [0, 1, 2, 3].map((seq) => item('ses_a', seq));
  stub.break();
  await reader.until(() => reader.durable.length === 4);
  // The new one's ring repeats what history has told.
  stub.sync(item('ses_a', 3));
  stub.sync(item('ses_a', 4));
  await reader.until(() => reader.durable.length === 5);
  expect(reader.durable).toEqual(['ses_a:0', 'ses_a:1', 'ses_a:2', 'ses_a:3', 'ses_a:4']);
  expect(toasts(reader)).toEqual([]);
  expect(reader.end).toBeUndefined();
});

test('a gap in the stream is closed from the history', async () => {
  const { stub, openCode } = await relayScene();
  const reader = await openCode();
  stub.history = [0, 1, 2].map((seq) => item('ses_a', seq));
  stub.sync(item('ses_a', 2));
  await reader.until(() => reader.durable.length === 3);
  stub.sync(item('ses_a', 3));
  await reader.until(() => reader.durable.length === 4);
  expect(reader.durable).toEqual(['ses_a:0', 'ses_a:1', 'ses_a:2', 'ses_a:3']);
});

test.each([
  ['another project', item('ses_a', 1, { projectID: 'p2' })],
  ['another workspace', item('ses_a', 1, { workspaceID: 'wrk_2' })],
  ['a type that nobody knows', { ...item('ses_a', 1), type: 'session.exploded.1' }],
  ['another session', { ...item('ses_a', 1), data: { sessionID: 'ses_b' } }],
  ['no data', { ...item('ses_a', 1), data: null as unknown as Record<string, unknown> }],
  ['a number that is none', { ...item('ses_a', 1), seq: '1' as unknown as number }],
])('an event of %s ends the following of its session, and of no other', async (_name, wrong) => {
  const { stub, logged, openCode } = await relayScene();
  const reader = await openCode();
  stub.history = [item('ses_a', 0), wrong, item('ses_b', 0)];
  stub.sync(item('ses_a', 0));
  stub.sync(wrong);
  stub.sync(item('ses_a', 2));
  stub.sync(item('ses_b', 1));
  await reader.until(() => reader.durable.includes('ses_b:1'));
  expect(reader.durable).toEqual(['ses_a:0', 'ses_b:0', 'ses_b:1']);
  expect(toasts(reader)).toHaveLength(1);
  expect(logged.filter((line) => line.includes('no longer followed'))).toHaveLength(1);
  expect(reader.end).toBeUndefined();
});

test('an event that was garbled on its way is taken from the history', async () => {
  const { stub, openCode } = await relayScene();
  const reader = await openCode();
  stub.history = [item('ses_a', 0), item('ses_a', 1)];
  stub.sync(item('ses_a', 0));
  stub.sync(item('ses_a', 1, { projectID: 'p2' }));
  stub.sync(item('ses_a', 2));
  await reader.until(() => reader.durable.length === 3);
  expect(toasts(reader)).toEqual([]);
});

test('a frame that is no JSON is passed over, and the history read', async () => {
  const { stub, openCode } = await relayScene();
  const reader = await openCode();
  stub.sync(item('ses_a', 0));
  await reader.until(() => reader.durable.length === 1);
  stub.history = [item('ses_a', 0), item('ses_a', 1)];
  stub.garble();
  await reader.until(() => reader.durable.length === 2);
  expect(stub.lastEventIDs).toEqual([undefined, undefined]);
  expect(reader.end).toBeUndefined();
});

test('a number that comes again with other content ends the following of its session', async () => {
  const { stub, openCode } = await relayScene();
  const reader = await openCode();
  stub.sync(item('ses_a', 0));
  stub.sync(item('ses_a', 0));
  stub.sync({ ...item('ses_a', 0), id: 'evt_ffffffffffffaaaaaaaaaaaaaa' });
  await reader.until(() => toasts(reader).length === 1);
  expect(reader.durable).toEqual(['ses_a:0']);
});

test('frames of other workspaces, of the interface, and nonsense are kept out; others pass as they are', async () => {
  const { stub, openCode } = await relayScene();
  const reader = await openCode();
  stub.sync(item('ses_x', 0), 'wrk_2');
  stub.send('nonsense');
  stub.send({ payload: null });
  const send = (payload: unknown): void => {
    stub.send({ directory: '/srv/app', project: 'p1', workspace: 'wrk_1', payload });
  };
  send({ type: 'tui.prompt.append', properties: { text: 'rm -rf /' } });
  send({ type: 'question.asked', properties: { id: 'que_1', sessionID: 'ses_a', questions: [] } });
  send({ type: 'server.connected', properties: {} });
  send({ type: 'session.status', properties: 'no' });
  send({ type: 'permission.asked', properties: { id: 'per_1', sessionID: '' } });
  send({ type: 'session.status', id: 'evt_1', properties: { sessionID: 'ses_a', status: { type: 'busy' } } });
  await reader.until(() => reader.frames.length === 2);
  expect(reader.frames[1]).toEqual({
    directory: '/srv/app',
    project: 'p1',
    workspace: 'wrk_1',
    payload: {
      type: 'session.status',
      id: 'evt_1',
      properties: { sessionID: 'ses_a', status: { type: 'busy' } },
    },
  });
});

test('a fence goes on only for what can pass it', async () => {
  const { stub, gateway, openCode } = await relayScene();
  const reader = await openCode();
  stub.other = (_request, response) => {
    response.setHeader('x-opencode-sync', '{"ses_a":0,"ses_other":5,"ses_bad":"x"}');
    response.end('{}');
  };
  const fence = async (path: string, method = 'GET') =>
    (await fetch(`${gateway.url}${path}`, { method })).headers.get('x-opencode-sync');
  expect(await fence('/path')).toBeNull();
  expect(await fence('/session/ses_a/message')).toBe('{"ses_a":0}');
  stub.sync(item('ses_a', 0));
  await reader.until(() => reader.durable.length === 1);
  expect(await fence('/path')).toBe('{"ses_a":0}');
  stub.history = [item('ses_a', 0)];
  stub.sync(item('ses_a', 7));
  await reader.until(() => toasts(reader).length === 1);
  expect(await fence('/session/ses_a/message')).toBeNull();
});

test('/event has the payloads alone, and nothing durable', async () => {
  const { stub, gateway, openCode } = await relayScene();
  await openCode();
  const bare = await sseClient(`${gateway.url}/event`);
  stub.sync(item('ses_a', 0));
  gateway.publish({ type: 'tui.toast.show', properties: { message: 'x', variant: 'info' } });
  await bare.until(() => bare.frames.length === 2);
  expect(bare.frames.map((frame) => frame['type'])).toEqual(['server.connected', 'tui.toast.show']);
  bare.stop();
});

test('close ends every stream cleanly', async () => {
  const { gateway, openCode } = await relayScene();
  const reader = await openCode();
  await gateway.close();
  await reader.until(() => reader.end !== undefined);
  expect(reader.end).toBe('clean');
});

test('the answer to a prompt of a client that is attached directly ends when its events have come', async () => {
  const { stub, gateway, openCode } = await relayScene();
  const whole = await openCode();
  const bare = await sseClient(`${gateway.url}/event`);
  stub.other = (_request, response) => {
    response.writeHead(200, { 'x-opencode-sync': '{"ses_a":0}' });
    response.end('{}', () =>
      setTimeout(() => {
        stub.sync(item('ses_a', 0));
      }, 100),
    );
  };
  const answer = await fetch(`${gateway.url}/session/ses_a/message`, { method: 'POST', body: '{}' });
  expect(await answer.json()).toEqual({});
  expect(whole.durable).toEqual(['ses_a:0']);
  bare.stop();
});

test('a session that OpenCode moves here goes on where OpenCode has it', async () => {
  const { stub, gateway, openCode, logged } = await relayScene();
  const reader = await openCode();
  const post = async (path: string, body: unknown): Promise<void> => {
    const answer = await fetch(`${gateway.url}/sync/${path}`, { method: 'POST', body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
  };
  const events = [0, 1, 2].map((seq) => ({
    id: `evt_${seq}`,
    aggregateID: 'ses_a',
    seq,
    type: 't',
    data: {},
  }));
  await post('replay', { directory: '', events });
  await post('steal', { sessionID: 'ses_a' });
  stub.sync(item('ses_a', 4));
  await reader.until(() => reader.durable.length > 0);
  expect(reader.durable).toEqual(['ses_a:4']);
  expect(logged).toEqual([]);
});
