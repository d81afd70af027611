import { leaseServerConformance } from '@orssh/lease/testing';
import { sshdPath } from '@orssh/tunnel/testing';

import type { RemoteHost } from '../open-host.js';
import { type RealHost, startRealHost } from '../testing/real-host.js';
import { leaseErrorOf } from './lease-error-of.js';
import { leaseServer } from './lease-server.js';

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

describeWithSshd('over a real connection', () => {
  let real: RealHost;
  let host: RemoteHost;

  beforeAll(async () => {
    real = await startRealHost();
    host = await real.open();
  });

  afterAll(async () => {
    await host.close();
    await real.close();
  });

  leaseServerConformance('the stub', {
    after,
    subject: () => ({
      server: () => leaseServer(host.stub, 'box'),
      async work(lease) {
        host.stub.useLease(lease);
        try {
          const command = await host.stub.exec({ argv: ['sleep', '1000'] });
          command.exit.catch(() => undefined);
          const { id } = command;
          return {
            hasEnded: async () => (await host.stub.command(id)).state === 'exited',
            async end() {
              await host.stub.kill(id, { name: 'SIGKILL' });
              while ((await host.stub.command(id)).state !== 'exited') await after(20);
            },
          };
        } catch (error) {
          throw leaseErrorOf('box', error) ?? error;
        } finally {
          host.stub.useLease(undefined);
        }
      },
      async restart() {
        real.killStub(host);
        await host.close();
        host = await real.open();
      },
    }),
  });
});
