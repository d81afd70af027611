import type { CommandExit } from '@orssh/protocol';

import { LeaseWatch } from './lease-watch.js';

const { LeaseError } = await import('@orssh/lease');

const lost = (reason: 'stolen' | 'expired') =>
  new LeaseError({ code: 'lost', host: 'web1', message: 'The lease is lost.', remedy: '', loss: { reason } });
const end = (parts: Partial<CommandExit>): CommandExit => ({
  exitCode: 0,
  signal: null,
  timedOut: false,
  killed: false,
  end: 0,
  durationMs: 1,
  ...parts,
});

function watching(patienceMs?: number) {
  const notes: string[] = [];
  return { notes, watch: new LeaseWatch((text) => notes.push(text), patienceMs) };
}

test('a loss is told at once; a command that then ends by a signal was stopped', () => {
  const { notes, watch } = watching();
  watch.lost(lost('stolen'));
  expect(notes).toEqual(['orssh: The lease is lost.']);
  watch.ended(end({ exitCode: null, signal: 'SIGTERM' }));
  expect(notes[1]).toBe('orssh: whoever took the lease has ended the command');
});

test('a command that is still there after the time to end goes on', async () => {
  const { notes, watch } = watching(1);
  watch.lost(lost('stolen'));
  while (notes.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  watch.ended(end({}));
  expect(notes).toEqual(['orssh: The lease is lost.', 'orssh: the command goes on there']);
});

test('nobody stops the command of a lease that has expired', () => {
  const { notes, watch } = watching();
  watch.lost(lost('expired'));
  watch.ended(end({ exitCode: null, signal: 'SIGTERM' }));
  expect(notes).toEqual(['orssh: The lease is lost.', 'orssh: the command goes on there']);
});

test('without a loss nothing is said', () => {
  const { notes, watch } = watching();
  watch.ended(end({ exitCode: null, signal: 'SIGKILL' }));
  expect(notes).toEqual([]);
});
