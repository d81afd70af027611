import { join } from 'node:path';

import { connect } from './connect.js';
import type { Destination } from './destination.js';
import { describeWithSshd } from './testing/describe-with-sshd.js';
import { makeKey, type RunningSshd, startSshd } from './testing/start-sshd.js';
import { containing } from './testing/matchers.js';

describeWithSshd('what a login shows on a real sshd', () => {
  let sshd: RunningSshd;
  beforeAll(async () => {
    sshd = await startSshd({ config: ['PasswordAuthentication no', 'KbdInteractiveAuthentication no'] });
  });
  afterAll(() => sshd.close());

  async function shown(changes: Partial<Destination>): Promise<unknown[]> {
    const told: unknown[] = [];
    await connect(sshd.destination(changes), {
      onLogin: (event) => told.push({ ...event, destination: undefined }),
    }).then(
      (connection) => connection.close(),
      () => undefined,
    );
    return told;
  }

  test('the server, its key, what it would take, and each attempt', async () => {
    const wrong = join(sshd.folder, 'wrong');
    await makeKey(wrong);
    expect(await shown({ identityFiles: [wrong, sshd.clientKey] })).toEqual([
      { name: 'server', software: containing('OpenSSH') },
      {
        name: 'host-key',
        hostKey: { type: 'ssh-ed25519', fingerprint: containing('SHA256:') },
        verdict: expect.objectContaining({ name: 'known' }) as unknown,
      },
      { name: 'methods', offered: ['publickey'] },
      { name: 'attempt', what: containing(wrong), outcome: 'refused' },
      { name: 'attempt', what: containing(sshd.clientKey), outcome: 'accepted' },
    ]);
  });

  test('without a key the methods are told all the same', async () => {
    expect(await shown({ identityFiles: [] })).toContainEqual({ name: 'methods', offered: ['publickey'] });
  });

  test('a key that cannot be used is told with its reason', async () => {
    const told = await shown({ identityFiles: [join(sshd.folder, 'absent')], identitiesOnly: true });
    expect(told).toContainEqual({
      name: 'attempt',
      what: containing('absent'),
      outcome: expect.stringMatching(/\w/) as unknown,
    });
  });

  test('an unknown host key is told before it is refused', async () => {
    const told = await shown({ userKnownHostsFiles: [] });
    expect(told).toContainEqual(
      expect.objectContaining({ name: 'host-key', verdict: { name: 'unknown', knownAs: [] } }),
    );
    expect(told).toHaveLength(2);
  });
});
