import { jest } from '@jest/globals';

import { Interrupts } from './interrupts.js';

test('the first signal cancels what nobody owns', () => {
  const interrupts = new Interrupts();
  interrupts.receive('SIGTERM');
  expect(interrupts.signal.reason).toMatchObject({ code: 'interrupted', exitCode: 143 });
});

test('the first signal goes to its owner and cancels nothing', () => {
  const interrupts = new Interrupts();
  const forward = jest.fn();
  interrupts.ownedBy({ forward, giveUp: () => Promise.resolve() });
  interrupts.receive('SIGINT');
  expect(forward).toHaveBeenCalledWith('SIGINT');
  expect(interrupts.signal.aborted).toBe(false);
});

test('the second signal gives up, after the owner has done its last', async () => {
  const interrupts = new Interrupts();
  const giveUp = jest.fn(() => Promise.resolve());
  interrupts.ownedBy({ forward: () => undefined, giveUp });
  interrupts.receive('SIGINT');
  interrupts.receive('SIGINT');
  expect(await interrupts.gaveUp).toBe(130);
  expect(giveUp).toHaveBeenCalledTimes(1);
});

test('an owner that cannot do its last does not keep orssh alive', async () => {
  jest.useFakeTimers();
  const interrupts = new Interrupts();
  interrupts.ownedBy({ forward: () => undefined, giveUp: () => new Promise(() => undefined) });
  interrupts.receive('SIGINT');
  interrupts.receive('SIGINT');
  await jest.advanceTimersByTimeAsync(1000);
  expect(await interrupts.gaveUp).toBe(130);
  jest.useRealTimers();
});

test('a released owner gets no more signals', () => {
  const interrupts = new Interrupts();
  const forward = jest.fn();
  interrupts.ownedBy({ forward, giveUp: () => Promise.resolve() })();
  interrupts.receive('SIGINT');
  expect(forward).not.toHaveBeenCalled();
});

test('an output that nobody reads ends orssh as SIGPIPE would', async () => {
  const interrupts = new Interrupts();
  interrupts.outputBroke();
  expect(await interrupts.gaveUp).toBe(141);
});

test('an output that cannot be written ends orssh with the code for it', async () => {
  const interrupts = new Interrupts();
  interrupts.outputBroke(1);
  expect(await interrupts.gaveUp).toBe(1);
});

test('nothing is cancelled before the owner has done its last', async () => {
  const interrupts = new Interrupts();
  let cancelled: boolean | undefined;
  const giveUp = () => {
    cancelled = interrupts.signal.aborted;
    return Promise.resolve();
  };
  interrupts.ownedBy({ forward: () => undefined, giveUp });
  interrupts.outputBroke();
  expect([cancelled, interrupts.signal.aborted]).toEqual([false, false]);
  await interrupts.gaveUp;
  expect(interrupts.signal.aborted).toBe(true);
});
