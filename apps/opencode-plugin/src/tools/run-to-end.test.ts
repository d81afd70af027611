import type { RemoteCommand } from '@orssh/adaptor';

import { runToEnd } from './run-to-end.js';

test('an interrupted command that is on its way to the host does not run there', async () => {
  const aborts = new AbortController();
  const killed: (string | undefined)[] = [];
  let arrive: () => void = () => undefined;
  const stub = {
    exec: ({ key }: { key?: string }) =>
      new Promise<RemoteCommand>((_resolve, reject) => {
        arrive = () => {
          if (killed.includes(key)) reject(new Error('withdrawn'));
        };
      }),
    killKey: (key: string) => {
      killed.push(key);
      return Promise.resolve();
    },
  };
  const ended = runToEnd(
    stub,
    { command: 'true' },
    {
      signal: aborts.signal,
      onOutput: () => undefined,
      onCut: () => undefined,
      onPermission: () => Promise.resolve('once'),
    },
  );
  aborts.abort(new Error('interrupted'));
  arrive();
  await expect(ended).rejects.toThrow('interrupted');
});
