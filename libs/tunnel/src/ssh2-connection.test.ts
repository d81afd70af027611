import { connect } from './connect.js';
import { connectionConformance } from './testing/connection-conformance.js';
import { describeWithSshd } from './testing/describe-with-sshd.js';
import { type RunningSshd, startSshd } from './testing/start-sshd.js';
import { canMakeUsers, makeTestUser, type TestUser } from './testing/test-user.js';

describeWithSshd('on a real sshd', () => {
  let sshd: RunningSshd;
  let user: TestUser | undefined;
  beforeAll(async () => {
    user = canMakeUsers ? await makeTestUser() : undefined;
    sshd = await startSshd({ user: user?.name });
  });
  afterAll(async () => {
    await sshd.close();
    await user?.remove();
  });

  connectionConformance(
    'Ssh2Connection',
    async () => {
      const connection = await connect(sshd.destination());
      return { connection, disconnect: () => sshd.killConnections() };
    },
    { signals: canMakeUsers },
  );
});
