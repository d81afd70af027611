import { connect, type Connection, type Destination } from '@orssh/tunnel';
import { type RunningSshd, sshdPath, startSshd } from '@orssh/tunnel/testing';

/** `describe` for what needs an sshd; skipped, and counted as such, on a machine that has none. */
export const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

/** An sshd for a file's tests, and connections to it that are closed after each test. */
export function sshdForTests(config: string[] = []): {
  connection(changes?: Partial<Destination>): Promise<Connection>;
} {
  let sshd: RunningSshd;
  const open: Connection[] = [];
  beforeAll(async () => {
    sshd = await startSshd({ config });
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
  });
  afterAll(() => sshd.close());
  return {
    async connection(changes) {
      const connection = await connect(sshd.destination(changes), {});
      open.push(connection);
      return connection;
    },
  };
}
