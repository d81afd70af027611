import { connect } from './connect.js';
import { describeWithSshd } from './testing/describe-with-sshd.js';
import { scriptedPrompter } from './testing/scripted-prompter.js';
import { type RunningSshd, startSshd } from './testing/start-sshd.js';
import { canMakeUsers, makeTestUser, type TestUser } from './testing/test-user.js';
import { containing } from './testing/matchers.js';

if (!canMakeUsers) process.stderr.write('SKIPPED: logins by password (only root can make the user).\n');

describeWithSshd('login by password on a real sshd', () => {
  const testAsRoot = canMakeUsers ? test : test.skip;
  let sshd: RunningSshd;
  let user: TestUser;
  beforeAll(async () => {
    if (!canMakeUsers) return;
    user = await makeTestUser();
    sshd = await startSshd({ user: user.name, config: ['UsePAM yes', 'KbdInteractiveAuthentication yes'] });
  });
  afterAll(async () => {
    if (!canMakeUsers) return;
    await sshd.close();
    await user.remove();
  });

  testAsRoot('the password is asked for once and lets in', async () => {
    const prompter = scriptedPrompter({ password: user.password });
    const alone = { identityFiles: [], keyboardInteractive: false };
    const connection = await connect(sshd.destination(alone), { prompter });
    await connection.close();
    expect(prompter.asked).toEqual([`password ${user.name}`]);
  });

  testAsRoot(
    'a wrong password may be typed again, three times in all, or as often as is configured',
    async () => {
      const alone = { identityFiles: [], keyboardInteractive: false };
      const name = `password ${user.name}`;
      const second = scriptedPrompter({ password: ['wrong', user.password] });
      const connection = await connect(sshd.destination(alone), { prompter: second });
      await connection.close();
      expect(second.asked).toEqual([name, `${name} 2`]);

      const never = scriptedPrompter({ password: 'wrong' });
      await expect(connect(sshd.destination(alone), { prompter: never })).rejects.toMatchObject({
        code: 'auth_failed',
        message: containing('password refused 3 times'),
        remedy: containing('Check the user name and the password.'),
      });
      expect(never.asked).toHaveLength(3);

      const once = scriptedPrompter({ password: 'wrong' });
      const strict = sshd.destination({ ...alone, passwordPrompts: 1 });
      await expect(connect(strict, { prompter: once })).rejects.toMatchObject({ code: 'auth_failed' });
      expect(once.asked).toHaveLength(1);
    },
  );

  testAsRoot('who does not answer after a refusal was refused', async () => {
    const prompter = scriptedPrompter({ password: ['wrong'] });
    const alone = { identityFiles: [], keyboardInteractive: false };
    await expect(connect(sshd.destination(alone), { prompter })).rejects.toMatchObject({
      code: 'auth_failed',
      message: containing('password refused.'),
    });
    expect(prompter.asked).toHaveLength(2);
  });

  testAsRoot('keyboard-interactive by PAM lets in', async () => {
    const prompter = scriptedPrompter({ keyboardInteractive: { 'Password: ': user.password } });
    const connection = await connect(sshd.destination({ identityFiles: [] }), { prompter });
    await connection.close();
    expect(prompter.asked).toEqual(['Password: ']);
  });
});
