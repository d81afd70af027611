import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { RunningSshd, TestUser } from '@orssh/tunnel/testing';

import type { HostSession } from '../host/session.js';
import { libraries } from '../libraries.js';
import { fakeCli } from '../testing/fake-cli.js';
import { installKey } from './install-key.js';
import { localKey } from './local-key.js';

const { canMakeUsers, makeTestUser, scriptedPrompter, sshdPath, startSshd } =
  await import('@orssh/tunnel/testing');

const missing =
  sshdPath === undefined ? 'this machine has no sshd' : canMakeUsers ? '' : 'only root can make the user';
if (missing) process.stderr.write(`SKIPPED: --install-key on a real sshd (${missing}).\n`);
const describeAsRoot = missing ? describe.skip : describe;

describeAsRoot('on a real sshd that takes only a password', () => {
  let sshd: RunningSshd;
  let folder: string;
  const config = [
    'AuthorizedKeysFile .ssh/authorized_keys',
    'StrictModes yes',
    'UsePAM yes',
    'KbdInteractiveAuthentication no',
  ];

  beforeAll(async () => {
    sshd = await startSshd({ config });
    folder = await mkdtemp(join(tmpdir(), 'orssh-keys-'));
    const ssh = `#!/bin/sh\nexec /usr/bin/ssh -F '${folder}/config' "$@"\n`;
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'bin', 'ssh'), ssh, { mode: 0o755 });
  });
  afterAll(async () => {
    await sshd.close();
    await rm(folder, { recursive: true });
  });

  /** An account without keys, an alias that goes there, a fresh key here, and the password at hand. */
  async function start(shell?: string) {
    const user = await makeTestUser(shell);
    users.push(user);
    const home = join(folder, user.name);
    await mkdir(join(home, '.ssh'), { recursive: true });
    await writeFile(
      join(folder, 'config'),
      `Host box\n HostName 127.0.0.1\n Port ${sshd.port}\n User ${user.name}\n IdentityFile ${home}/.ssh/id_ed25519\n` +
        ` UserKnownHostsFile ${sshd.knownHosts}\n PreferredAuthentications publickey,password\n IdentityAgent none\n`,
    );
    const prompter = scriptedPrompter({ password: user.password });
    const env = { ...process.env, HOME: home, PATH: `${folder}/bin:${process.env['PATH'] ?? ''}` };
    const cli = fakeCli({ env, libraries: { bootstrap: () => libraries.bootstrap() } });
    const { connectHost } = await libraries.adaptor();
    const session = {
      connect: async (target, { onlyKey } = {}) => ({
        connection: await connectHost(target, { onlyKey, env, prompter }),
        manageOptions: {},
      }),
    } satisfies Partial<HostSession> as Partial<HostSession> as HostSession;
    const asker = { say: () => undefined, confirm: () => Promise.resolve(true) } as never;
    const key = await localKey({ cli, asker, wanted: true });
    const steps: string[] = [];
    const install = () =>
      installKey({
        cli,
        session,
        target: { target: 'box', host: null },
        key,
        onStep: (text) => steps.push(text),
      });
    return { user, key, prompter, install, steps, authorized: join(user.home, '.ssh', 'authorized_keys') };
  }
  const users: TestUser[] = [];
  afterEach(async () => {
    for (const user of users.splice(0)) await user.remove();
  });

  test.each(['/bin/sh', '/usr/bin/fish', '/usr/bin/tcsh'].filter((shell) => existsSync(shell)))(
    'a new key is made, added and proved (%s)',
    async (shell) => {
      const { key, prompter, install, authorized, user, steps } = await start(shell);
      const done = await install();
      expect(done).toEqual({
        publicKey: key.publicFile,
        generated: true,
        added: true,
        file: authorized,
        made: [join(user.home, '.ssh'), authorized],
        tightened: [],
        configured: true,
      });
      expect(await readFile(authorized, 'utf8')).toBe(await readFile(key.publicFile, 'utf8'));
      const { uid } = await stat(user.home);
      expect(await stat(authorized)).toMatchObject({ uid, mode: 0o100600 });
      expect((await stat(key.file)).mode & 0o777).toBe(0o600);
      expect(prompter.asked).toEqual([`password ${user.name}`]);
      expect(steps).toEqual(['trying the key', 'adding the key', 'logging in with the key']);
    },
  );

  test('a key that logs in already changes nothing and asks nothing', async () => {
    const { install, authorized, prompter } = await start();
    await install();
    const before = await stat(authorized);
    prompter.asked.length = 0;
    expect(await install()).toMatchObject({ added: false });
    expect((await stat(authorized)).mtimeMs).toBe(before.mtimeMs);
    expect(prompter.asked).toEqual([]);
  });

  test('a server that does not take it all the same is said, with what stands in the way', async () => {
    const { install, user, key } = await start();
    await chmod(user.home, 0o777);
    await expect(install()).rejects.toMatchObject({
      code: 'key_refused',
      host: 'box',
      message: `${key.publicFile} was added to ${user.home}/.ssh/authorized_keys on box, and the server does not let it in all the same`,
      remedy: expect.stringContaining(user.home) as string,
    });
  });

  test('a file that others may write is mended', async () => {
    const { install, user, authorized } = await start();
    const { uid, gid } = await stat(user.home);
    await mkdir(join(user.home, '.ssh'), { mode: 0o700 });
    await writeFile(authorized, 'ssh-ed25519 AAAA old');
    await chmod(authorized, 0o666);
    for (const path of [join(user.home, '.ssh'), authorized]) await chown(path, uid, gid);
    expect(await install()).toMatchObject({ added: true, made: [], tightened: [authorized] });
    expect(await readFile(authorized, 'utf8')).toMatch(/^ssh-ed25519 AAAA old\nssh-ed25519 \S+ \S+\n$/);
  });

  test('a wrong password is the login’s own error, and nothing is changed', async () => {
    const { install, prompter, user } = await start();
    prompter.password = () => Promise.resolve('wrong');
    await expect(install()).rejects.toMatchObject({ code: 'auth_failed' });
    await expect(stat(join(user.home, '.ssh'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
