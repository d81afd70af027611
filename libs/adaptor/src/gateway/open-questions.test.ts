import { EventReaders } from './event-readers.js';
import type { PlainEvent } from './gateway-options.js';
import { OpenQuestions } from './open-questions.js';

const workspace = { id: 'wrk_1', projectID: 'p1', directory: '/srv/app' };
const frame = (type: string, properties: object) => ({ workspace: 'wrk_1', payload: { type, properties } });

function scene() {
  const said: string[] = [];
  const toasts: PlainEvent[] = [];
  const readers = { publish: (event: PlainEvent) => toasts.push(event) } as unknown as EventReaders;
  let now = 0;
  const log = (_level: string, message: string): unknown => said.push(message);
  const questions = new OpenQuestions({ host: 'box', readers, log }, () => now);
  const ask = (id: string, type = 'permission.asked') =>
    questions.classify(frame(type, { id, sessionID: 'ses_1' }), workspace).is;
  return { said, toasts, questions, ask, wait: (ms: number) => (now += ms) };
}

test('128 are asked, the next ones are not, which is told once in ten minutes', () => {
  const { ask, said, toasts, wait } = scene();
  for (let at = 0; at < 128; at++) expect(ask(`per_${at}`, 'permission.v2.asked')).toBe('event');
  for (let at = 0; at < 1000; at++) expect(ask(`more_${at}`)).toBe('foreign');
  // The same one again is no further one.
  expect(ask('per_5')).toBe('event');
  expect([said, toasts]).toEqual([[expect.stringContaining('box asks for more')], [expect.anything()]]);
  wait(10 * 60_000 + 1);
  expect(ask('later')).toBe('event');
});

test('an answered question makes room, and nothing else is held back', () => {
  const { ask, questions } = scene();
  for (let at = 0; at < 200; at++) ask(`per_${at}`);
  for (const type of ['session.idle', 'permission.other'])
    expect(questions.classify(frame(type, { id: 'x', sessionID: 'ses_1' }), workspace).is).toBe('event');
  expect(ask('new')).toBe('foreign');
  questions.classify(frame('permission.replied', { requestID: 'per_7', sessionID: 'ses_1' }), workspace);
  expect(ask('new')).toBe('event');
});
