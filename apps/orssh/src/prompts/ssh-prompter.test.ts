import type { Destination } from '@orssh/tunnel';

import { FakeAsker } from '../testing/fake-asker.js';
import { sshPrompter } from './ssh-prompter.js';

const destination = { target: 'web1', user: 'me', host: 'web1.example', port: 22 } as Destination;

test('a passphrase is asked without echo and names its key', async () => {
  const asker = new FakeAsker('secret');
  expect(await sshPrompter(asker).passphrase({ keyFile: '~/.ssh/id', attempt: 1 })).toBe('secret');
  expect(asker.transcript).toEqual(['Passphrase of ~/.ssh/id: (not echoed)']);
});

test('a second attempt says that the first was refused, as ssh does', async () => {
  const asker = new FakeAsker('secret');
  await sshPrompter(asker).password({ destination, attempt: 2 });
  const denied = 'Permission denied, please try again.';
  expect(asker.transcript).toEqual([denied, 'Password of me@web1.example: (not echoed)']);
});

test('of an alias its address is shown as well, and the user once', async () => {
  const asker = new FakeAsker('secret');
  const aliased = { ...destination, target: 'me@web1', host: '10.0.0.7' };
  await sshPrompter(asker).password({ destination: aliased, attempt: 1 });
  expect(asker.transcript).toEqual(['Password of me@web1 (10.0.0.7): (not echoed)']);
});

test("a server's questions are echoed only when it says so, and cannot steer the terminal", async () => {
  const asker = new FakeAsker('123456', 'me');
  const answers = await sshPrompter(asker).keyboardInteractive({
    destination,
    name: '\u001b]0;owned\u0007',
    instructions: 'Two factors\n',
    attempt: 1,
    prompts: [
      { prompt: 'Code: ', echo: false },
      { prompt: 'Login\u001b[8m: ', echo: true },
    ],
  });
  expect(answers).toEqual(['123456', 'me']);
  expect(asker.transcript).toEqual([
    '\\x1b]0;owned\\x07',
    'Two factors',
    'web1.example: Code: (not echoed)',
    'web1.example: Login\\x1b[8m:',
  ]);
});

test('one question without an answer leaves the rest unasked', async () => {
  const asker = new FakeAsker(undefined, 'unused');
  const prompts = [
    { prompt: 'A', echo: true },
    { prompt: 'B', echo: true },
  ];
  const question = { destination, name: '', instructions: '', prompts, attempt: 1 };
  expect(await sshPrompter(asker).keyboardInteractive(question)).toBeUndefined();
  expect(asker.transcript).toHaveLength(1);
});

test('an unknown host is shown with its fingerprint, and silence is no trust', async () => {
  const asker = new FakeAsker(undefined);
  const hostKey = { type: 'ssh-ed25519', fingerprint: 'SHA256:abc' };
  expect(await sshPrompter(asker).hostKey({ destination, hostKey, knownAs: ['web0'] })).toBe(false);
  expect(asker.transcript.join('\n')).toMatch(/web1\.example[^]*ssh-ed25519[^]*SHA256:abc[^]*web0/);
});
