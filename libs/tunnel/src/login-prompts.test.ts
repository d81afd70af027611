import { once } from 'node:events';
import { type AddressInfo } from 'node:net';

import ssh2, { type AuthContext } from 'ssh2';

import { connect } from './connect.js';
import type { Destination } from './destination.js';
import { makeKeyPair } from './make-key-pair.js';
import { fakeDestination } from './testing/fake-destination.js';
import { scriptedPrompter } from './testing/scripted-prompter.js';
import { containing, matching } from './testing/matchers.js';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (let clean = cleanups.pop(); clean; clean = cleanups.pop()) clean();
});

/** A server whose answers to logins are scripted: what a real sshd asks depends on its PAM. */
async function serve(onLogin: (attempt: AuthContext) => void): Promise<Destination> {
  const hostKeys = [makeKeyPair().private];
  const server = new ssh2.Server({ hostKeys }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', onLogin);
    cleanups.push(() => client.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { ...fakeDestination, host: '127.0.0.1', port, strictHostKeyChecking: 'no' };
}

function askFor(secret: string): (attempt: AuthContext) => void {
  return (attempt) => {
    if (attempt.method !== 'keyboard-interactive') {
      attempt.reject(['keyboard-interactive']);
      return;
    }
    const prompts = [
      { prompt: 'Password: ', echo: false },
      { prompt: 'Code: ', echo: true },
    ];
    attempt.prompt(prompts, 'Bank', 'Look at your phone', (answers) => {
      if (answers.join() === secret) attempt.accept();
      else attempt.reject(['keyboard-interactive']);
    });
  };
}

test('every prompt of keyboard-interactive is answered, in order', async () => {
  const destination = await serve(askFor('sesame,123'));
  const prompter = scriptedPrompter({ keyboardInteractive: { 'Password: ': 'sesame', 'Code: ': '123' } });
  const connection = await connect(destination, { prompter });
  expect(prompter.asked).toEqual(['Password: ', 'Code:  (echo)']);
  await connection.close();
});

test('a wrong answer is asked for as often as is configured', async () => {
  const destination = await serve(askFor('sesame,123'));
  const prompter = scriptedPrompter({ keyboardInteractive: { 'Password: ': 'wrong', 'Code: ': '123' } });
  const two = { ...destination, passwordPrompts: 2 };
  await expect(connect(two, { prompter })).rejects.toMatchObject({
    code: 'auth_failed',
    message: containing('keyboard-interactive refused 2 times'),
  });
  expect(prompter.asked).toHaveLength(4);
});

test('a server that refuses without a question is not tried again', async () => {
  let tries = 0;
  const destination = await serve((attempt) => {
    if (attempt.method === 'keyboard-interactive') tries += 1;
    attempt.reject(['keyboard-interactive']);
  });
  const failed = connect(destination, { prompter: scriptedPrompter({ keyboardInteractive: {} }) });
  await expect(failed).rejects.toMatchObject({ code: 'auth_failed' });
  expect(tries).toBe(1);
});

test('no answer cancels the login', async () => {
  const destination = await serve(askFor('sesame,123'));
  const failed = connect(destination, { prompter: scriptedPrompter({}) });
  await expect(failed).rejects.toMatchObject({ code: 'auth_cancelled' });
});

test('a password that is not given cancels the login', async () => {
  const destination = await serve((attempt) => {
    attempt.reject(['password']);
  });
  const failed = connect(destination, { prompter: scriptedPrompter({ keyboardInteractive: {} }) });
  await expect(failed).rejects.toMatchObject({ code: 'auth_cancelled' });
});

test('two factors are asked for one after the other', async () => {
  const seen: string[] = [];
  const destination = await serve((attempt) => {
    seen.push(attempt.method);
    if (attempt.method === 'password' && seen.includes('password'))
      attempt.reject(['keyboard-interactive'], true);
    else askFor('sesame,123')(attempt);
  });
  const order = { preferredAuthentications: ['password', 'keyboard-interactive'] };
  const answers = { password: 'x', keyboardInteractive: { 'Password: ': 'sesame', 'Code: ': '123' } };
  const connection = await connect({ ...destination, ...order }, { prompter: scriptedPrompter(answers) });
  expect(seen).toEqual(['password', 'keyboard-interactive']);
  await connection.close();
});

test('a server that lets anyone in needs no key and no question', async () => {
  const destination = await serve((attempt) => {
    attempt.accept();
  });
  const connection = await connect(destination);
  expect(connection.state).toEqual({ name: 'connected' });
  await connection.close();
});

test('without a key and a prompter, the error says so and what the server would take', async () => {
  const destination = await serve((attempt) => {
    attempt.reject(['password']);
  });
  await expect(connect(destination)).rejects.toMatchObject({
    code: 'auth_failed',
    message: matching(/nobody is there to ask.*password/),
  });
});

test('a way that only OpenSSH can go is named', async () => {
  const destination = await serve((attempt) => {
    attempt.reject(['hostbased']);
  });
  const failed = connect({ ...destination, onlyOpenSsh: ['GSSAPIAuthentication'] });
  await expect(failed).rejects.toMatchObject({
    code: 'unsupported',
    message: containing('GSSAPIAuthentication'),
  });
});
