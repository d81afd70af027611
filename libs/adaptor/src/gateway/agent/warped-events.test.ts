import { harmlessPart, warpedEvents } from './warped-events.js';

const event = (type: string, data: Record<string, unknown>) => ({
  ...{ id: 'evt_1', aggregateID: 'ses_1', seq: 1, type },
  data: { sessionID: 'ses_1', ...data },
});
const data = (type: string, given: Record<string, unknown>): unknown => {
  const body = warpedEvents({ directory: '/home/me/app', events: [event(type, given)] }, '/anchor');
  expect(body['directory']).toBe('/anchor');
  return (body['events'] as { data: unknown }[])[0]?.data;
};

test('a session that was local works in the folder of the agent host', () => {
  const info = { id: 'ses_1', directory: '/home/me/app', path: 'sub', title: 't' };
  const revert = { messageID: 'msg_1', snapshot: 'abc', diff: 'd' };
  expect(data('session.created.1', { info })).toEqual({
    sessionID: 'ses_1',
    info: { id: 'ses_1', directory: '/anchor', path: '', title: 't' },
  });
  expect(data('session.updated.1', { info: { ...info, revert } })).toMatchObject({
    info: { directory: '/anchor', revert: { messageID: 'msg_1' } },
  });
  expect(JSON.stringify(data('session.updated.1', { info: { ...info, revert } }))).not.toContain('abc');
  expect(data('session.next.moved.1', { location: { directory: '/home/me' }, snapshot: 's' })).toEqual({
    sessionID: 'ses_1',
    location: { directory: '/anchor' },
  });
});

test('what a revert would put back is gone from its parts, and so are files of this machine', () => {
  const part = (given: Record<string, unknown>) => data('message.part.updated.1', { time: 1, part: given });
  expect(part({ type: 'patch', hash: 'h', files: ['/home/me/app/a'] })).toMatchObject({
    part: { type: 'patch', hash: 'h', files: [] },
  });
  expect(part({ type: 'step-start', snapshot: 's' })).toMatchObject({ part: { type: 'step-start' } });
  expect(JSON.stringify(part({ type: 'step-finish', snapshot: 'abc', cost: 0 }))).not.toContain('abc');
  expect(part({ type: 'file', url: 'file:///etc/passwd' })).toMatchObject({
    part: { url: 'orssh-file:///etc/passwd' },
  });
  const state = { status: 'completed', attachments: [{ type: 'file', url: 'file:///etc/passwd' }] };
  expect(harmlessPart({ type: 'tool', state })).toMatchObject({
    state: { status: 'completed', attachments: [{ url: 'orssh-file:///etc/passwd' }] },
  });
});

test('what is none of that stays as it is', () => {
  const text = { time: 1, part: { type: 'text', text: '/home/me/app' } };
  expect(data('message.part.updated.1', text)).toEqual({ sessionID: 'ses_1', ...text });
  expect(warpedEvents({ events: 'none' }, '/anchor')).toEqual({ events: 'none', directory: '/anchor' });
  expect(warpedEvents({ events: [null, 3] }, '/anchor')['events']).toEqual([null, 3]);
});
