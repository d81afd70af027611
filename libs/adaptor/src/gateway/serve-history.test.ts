import { item } from '../testing/event-stub.js';
import { relayScene } from '../testing/relay-scene.js';

test('what OpenCode lacks when it begins comes as events, of which none can end it', async () => {
  const { stub, openCode } = await relayScene();
  stub.history = [item('ses_a', 0), item('ses_a', 1), item('ses_b', 0)];
  const reader = await openCode({ ses_a: 0 });
  expect(reader.history).toEqual([]);
  await reader.until(() => reader.durable.length === 2);
  stub.sync(item('ses_b', 1));
  await reader.until(() => reader.durable.length === 3);
  expect(reader.durable).toEqual(['ses_a:1', 'ses_b:0', 'ses_b:1']);
  expect(reader.end).toBeUndefined();
});

test('a history that is asked for later leaves out what cannot be stored, and what follows it', async () => {
  const { stub, openCode, history } = await relayScene();
  await openCode();
  stub.history = [
    item('ses_a', 0),
    item('ses_a', 1, { projectID: 'p2' }),
    item('ses_a', 2),
    item('ses_b', 1),
    'nonsense',
    { ...item('ses_c', 0), type: 'session.updated.1' },
    item('ses_d', 0),
    { ...item('ses_d', 1), type: 'session.created.1' },
  ];
  expect(await history()).toEqual([item('ses_a', 0), item('ses_d', 0)]);
});

test('a history that breaks ends well, and the rest comes as events', async () => {
  const { stub, openCode, history } = await relayScene();
  const reader = await openCode();
  await reader.until(() => stub.histories.length > 0);
  stub.history = [item('ses_a', 0), item('ses_a', 1)];
  stub.cutHistory();
  expect(await history()).toEqual([item('ses_a', 0), item('ses_a', 1)]);
  stub.history.push(item('ses_a', 2));
  stub.sync(item('ses_b', 0));
  await reader.until(() => reader.durable.includes('ses_b:0'));
  stub.sync(item('ses_a', 3));
  await reader.until(() => reader.durable.includes('ses_a:3'));
  expect(reader.durable.filter((one) => one.startsWith('ses_a'))).toEqual(['ses_a:2', 'ses_a:3']);
});
