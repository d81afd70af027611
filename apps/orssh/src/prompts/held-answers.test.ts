import type { Destination, Prompter } from '@orssh/tunnel';

import { heldAnswers } from './held-answers.js';

const destination = { user: 'me', host: 'web1', port: 22 } as Destination;

function prompterOf(answers: string[]): Prompter {
  const answer = () => Promise.resolve(answers.shift());
  return {
    passphrase: answer,
    password: answer,
    keyboardInteractive: () => Promise.resolve(['123456']),
    hostKey: () => Promise.resolve(true),
  };
}

test('what was answered last is given again, once a connection', async () => {
  const { asking, repeated } = heldAnswers(prompterOf(['wrong', 'right']));
  await asking.password({ destination, attempt: 1 });
  await asking.password({ destination, attempt: 2 });
  expect(await repeated.password({ destination, attempt: 1 })).toBe('right');
  expect(await repeated.password({ destination, attempt: 2 })).toBeUndefined();
  expect(
    await repeated.password({ destination: { ...destination, host: 'web2' }, attempt: 1 }),
  ).toBeUndefined();
});

test('a code is not given twice, and no new host key is taken', async () => {
  const { asking, repeated } = heldAnswers(prompterOf([]));
  const question = { destination, name: '', instructions: '', prompts: [] } as never;
  expect(await asking.keyboardInteractive(question)).toEqual(['123456']);
  expect(await repeated.keyboardInteractive(question)).toBeUndefined();
  expect(await repeated.hostKey({} as never)).toBe(false);
});
