import { TunnelError } from './tunnel-error.js';

test('an error never carries what a server wrote to the terminal as it is', () => {
  const error = new TunnelError('lost', 'gone: \x1b[2J', { host: 'web', remedy: 'wait \x07' });
  expect(error.message).toBe('gone:  [2J');
  expect(error.remedy).toBe('wait  ');
});
