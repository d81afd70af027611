import type { Prompter } from '@orssh/tunnel';

import { askOncePerKey } from './ask-once-per-key.js';

test('hosts that want the same key wait for one answer; a wrong one is asked for again, once', async () => {
  const asked: string[] = [];
  const prompter = askOncePerKey({
    passphrase: ({ keyFile, attempt }: { keyFile: string; attempt: number }) => {
      asked.push(`${keyFile} ${attempt}`);
      return Promise.resolve(`answer ${attempt}`);
    },
  } as Prompter);
  const ask = (attempt: number) => prompter.passphrase({ keyFile: 'id', attempt });
  expect(await Promise.all([ask(1), ask(1), ask(2), ask(2)])).toEqual([
    'answer 1',
    'answer 1',
    'answer 2',
    'answer 2',
  ]);
  await prompter.passphrase({ keyFile: 'other', attempt: 1 });
  expect(asked).toEqual(['id 1', 'id 2', 'other 1']);
});
