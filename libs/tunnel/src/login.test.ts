import { appendFile, readFile, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';

import { connect } from './connect.js';
import type { ConnectOptions } from './connect-options.js';
import type { Destination } from './destination.js';
import { describeWithSshd } from './testing/describe-with-sshd.js';
import { scriptedPrompter } from './testing/scripted-prompter.js';
import { startAgent } from './testing/start-agent.js';
import { makeKey, type RunningSshd, startSshd } from './testing/start-sshd.js';
import { containing } from './testing/matchers.js';

describeWithSshd('login with keys on a real sshd', () => {
  let sshd: RunningSshd;
  beforeAll(async () => {
    sshd = await startSshd({ hostKeyTypes: ['ed25519', 'ecdsa', 'rsa'], config: ['MaxAuthTries 20'] });
  });
  afterAll(() => sshd.close());

  async function authorizedKey(
    name: string,
    type: string,
    passphrase = '',
    more: string[] = [],
  ): Promise<string> {
    const file = join(sshd.folder, name);
    await makeKey(file, type, passphrase, more);
    await appendFile(sshd.authorizedKeys, await readFile(`${file}.pub`));
    return file;
  }

  async function logsIn(changes: Partial<Destination>, options?: ConnectOptions): Promise<void> {
    const connection = await connect(sshd.destination(changes), options);
    expect(connection.state).toEqual({ name: 'connected' });
    await connection.close();
  }

  test('the socket does not flow before ssh2 listens to it', async () => {
    const listening: number[] = [];
    const { prototype } = Socket;
    const resume = Reflect.get<Socket, 'resume'>(prototype, 'resume');
    prototype.resume = function (this: Socket) {
      listening.push(this.listenerCount('data'));
      return resume.call(this);
    };
    try {
      await logsIn({});
    } finally {
      prototype.resume = resume;
    }
    expect(listening.length).toBeGreaterThan(0);
    expect(Math.min(...listening)).toBeGreaterThan(0);
  });

  test.each([
    { type: 'ed25519', more: [] },
    { type: 'ecdsa', more: [] },
    { type: 'ecdsa', more: ['-b', '521'] },
    { type: 'rsa', more: ['-b', '2048'] },
    { type: 'rsa', more: ['-b', '2048', '-m', 'PEM'] },
    { type: 'ecdsa', more: ['-m', 'PEM'] },
    { type: 'rsa', more: ['-b', '2048', '-m', 'PKCS8'] },
    { type: 'ecdsa', more: ['-m', 'PKCS8'] },
  ])('a key of type $type ($more) logs in', async ({ type, more }) => {
    await logsIn({ identityFiles: [await authorizedKey(`plain-${type}${more.join('')}`, type, '', more)] });
  });

  test.each([
    { type: 'ed25519', more: [] },
    { type: 'rsa', more: ['-b', '2048', '-m', 'PEM'] },
    { type: 'ecdsa', more: ['-m', 'PKCS8'] },
  ])('an encrypted key ($type $more) is unlocked by its passphrase', async ({ type, more }) => {
    const file = await authorizedKey(`locked-${type}${more.join('')}`, type, 'sésame', more);
    const prompter = scriptedPrompter({ passphrases: ['wrong', 'sésame'] });
    await logsIn({ identityFiles: [file] }, { prompter });
    expect(prompter.asked).toEqual([`passphrase ${file} 1`, `passphrase ${file} 2`]);
  });

  test('an encrypted PEM key without its .pub file is unlocked too', async () => {
    const file = await authorizedKey('locked-alone', 'ecdsa', 'sesame', ['-m', 'PEM']);
    await rm(`${file}.pub`);
    await logsIn({ identityFiles: [file] }, { prompter: scriptedPrompter({ passphrases: ['sesame'] }) });
  });

  test('no passphrase is asked for a key that the server does not want', async () => {
    const stranger = join(sshd.folder, 'stranger-locked');
    await makeKey(stranger, 'ed25519', 'sesame');
    const prompter = scriptedPrompter({ passphrases: ['sesame'] });
    await logsIn({ identityFiles: [stranger, sshd.clientKey] }, { prompter });
    expect(prompter.asked).toEqual([]);
  });

  test('after three wrong passphrases the next key is tried', async () => {
    const file = await authorizedKey('forgotten', 'ed25519', 'sesame');
    const prompter = scriptedPrompter({ passphrases: ['a', 'b', 'c', 'sesame'] });
    await logsIn({ identityFiles: [file, sshd.clientKey] }, { prompter });
    expect(prompter.asked).toHaveLength(3);
  });

  test('a passphrase that is not given cancels the login', async () => {
    const file = await authorizedKey('unanswered', 'ed25519', 'sesame');
    const prompter = scriptedPrompter({});
    const failed = connect(sshd.destination({ identityFiles: [file] }), { prompter });
    await expect(failed).rejects.toMatchObject({ code: 'auth_cancelled' });
  });

  test('an encrypted key is named when nobody is there to unlock it', async () => {
    const file = await authorizedKey('lonely', 'ed25519', 'sesame');
    await expect(connect(sshd.destination({ identityFiles: [file] }))).rejects.toMatchObject({
      code: 'key_passphrase',
      message: containing(`publickey ${file}`),
    });
  });

  test('a key file that cannot be read is named', async () => {
    const failed = connect(sshd.destination({ identityFiles: ['/nonexistent/key'] }));
    await expect(failed).rejects.toMatchObject({ code: 'key_unreadable' });
  });

  test('keys that the server refuses are listed, each tried once', async () => {
    const files = ['stranger-1', 'stranger-2'].map((name) => join(sshd.folder, name));
    for (const file of files) await makeKey(file);
    await makeKey(join(sshd.folder, 'stranger-rsa'), 'rsa');
    const all = [...files, join(sshd.folder, 'stranger-rsa')];
    const before = sshd.log().split('Failed publickey').length;
    await expect(connect(sshd.destination({ identityFiles: all }))).rejects.toMatchObject({
      code: 'auth_failed',
      message: containing(all.map((file) => `publickey ${file} refused`).join('; ')),
    });
    expect(sshd.log().split('Failed publickey').length - before).toBeLessThanOrEqual(all.length);
  });

  test('the right key is found behind wrong ones', async () => {
    const stranger = join(sshd.folder, 'stranger-before');
    await makeKey(stranger);
    await logsIn({ identityFiles: [stranger, sshd.clientKey] });
  });

  test('a key of the agent logs in', async () => {
    const agent = await startAgent([await authorizedKey('in-agent', 'ed25519')]);
    try {
      await logsIn({ identityFiles: [], identityAgent: agent.socket });
    } finally {
      await agent.close();
    }
  });

  test('an rsa key of the agent logs in, by a public key file that names it', async () => {
    const file = await authorizedKey('rsa-in-agent', 'rsa');
    const agent = await startAgent([file]);
    try {
      await logsIn({ identityFiles: [`${file}.pub`], identityAgent: agent.socket, identitiesOnly: true });
    } finally {
      await agent.close();
    }
  });

  test('IdentitiesOnly keeps the other keys of the agent back', async () => {
    const agent = await startAgent([await authorizedKey('held-back', 'ed25519')]);
    try {
      const alone = { identityFiles: [], identityAgent: agent.socket, identitiesOnly: true };
      await expect(connect(sshd.destination(alone))).rejects.toMatchObject({ code: 'auth_failed' });
    } finally {
      await agent.close();
    }
  });

  test('an agent that is not there is no agent', async () => {
    await logsIn({ identityAgent: join(sshd.folder, 'no-agent') });
  });

  test.each(['ed25519', 'ecdsa', 'rsa'])(
    'the server is asked for the %s key that known_hosts holds',
    async (type) => {
      const lines = (await readFile(sshd.knownHosts, 'utf8')).split('\n');
      const file = join(sshd.folder, `known-${type}`);
      await appendFile(file, `${lines.find((line) => line.includes(type)) ?? ''}\n`);
      const connection = await connect(sshd.destination({ userKnownHostsFiles: [file] }));
      expect(connection.hostKey.type).toContain(type);
      await connection.close();
    },
  );

  test('a changed host key ends the connection before the login', async () => {
    const [stranger, file] = [join(sshd.folder, 'other-host'), join(sshd.folder, 'known-wrongly')];
    await makeKey(stranger);
    await appendFile(file, `[127.0.0.1]:${sshd.port} ${await readFile(`${stranger}.pub`, 'utf8')}`);
    const failed = connect(sshd.destination({ userKnownHostsFiles: [file], strictHostKeyChecking: 'no' }));
    await expect(failed).rejects.toMatchObject({ code: 'host_key_changed' });
  });

  test.each(['ed25519', 'rsa'])(
    'a first key (%s) signs at once, without asking whether it would do',
    async (type) => {
      const file = await authorizedKey(`at-once-${type}`, type);
      const before = sshd.log();
      await logsIn({ identityFiles: [file] });
      const log = sshd.log().slice(before.length);
      expect(log).toContain('Accepted publickey');
      expect(log).not.toContain('Postponed publickey');
      expect(log).not.toContain('Failed');
    },
  );

  test('states lead from the socket to the connection', async () => {
    const seen: string[] = [];
    const connection = await connect(sshd.destination(), {
      onState: (state) => seen.push(state.name === 'connecting' ? state.step : state.name),
    });
    await connection.close();
    expect(seen).toEqual(['tcp', 'handshake', 'auth', 'connected', 'closed']);
  });

  test('a login that is cancelled ends at once', async () => {
    const cancel = new AbortController();
    const onState = (): void => {
      cancel.abort();
    };
    const failed = connect(sshd.destination(), { signal: cancel.signal, onState });
    await expect(failed).rejects.toMatchObject({ code: 'cancelled' });
  });
});
