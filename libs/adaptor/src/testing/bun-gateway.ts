// A gateway in a process of its own: `bun-gateway.ts <port of a stub>` prints its URL; lines on stdin say what to do with it.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

import { startGateway } from '../gateway/start-gateway.js';
import { StubClient } from '../stub-client.js';

const open = async (): Promise<Socket> => {
  const socket = connect(Number(process.argv[2]), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
};
const gateway = await startGateway({
  host: 'box',
  workspace: { id: 'wrk_1', projectID: 'p1', directory: '/srv/app' },
  secret: 'abcdefghijklmnop',
});
gateway.attach(new StubClient({ open, token: 'feed', host: 'box' }));
process.stdout.write(`${gateway.url}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'away') gateway.away('the cable is out');
  if (line === 'close') {
    await gateway.close();
    process.exit();
  }
}
