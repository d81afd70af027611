import { type ConformanceSubject, leaseServerConformance } from './lease-server-conformance.js';
import { MemoryLeaseServer } from './memory-lease-server.js';

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function inMemory(): ConformanceSubject {
  const server = new MemoryLeaseServer();
  return {
    server: () => server,
    async work(lease) {
      await Promise.resolve();
      server.work(lease);
      const command = server.commands.at(-1);
      const has = (): boolean => server.commands.some((each) => each === command);
      return {
        hasEnded: () => Promise.resolve(!has()),
        async end() {
          await Promise.resolve();
          if (has())
            server.commands.splice(
              server.commands.findIndex((each) => each === command),
              1,
            );
        },
      };
    },
    async restart() {
      await Promise.resolve();
      server.restart();
    },
  };
}

const subject = inMemory();
leaseServerConformance('the server in memory', { subject: () => subject, after });
