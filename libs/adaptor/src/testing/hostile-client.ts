import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

import { HostileStub } from '@orssh/protocol/testing';

import { StubClient, type StubClientOptions } from '../stub-client.js';
import { PlainDuplex } from './plain-duplex.js';

/** A client of a stub that lies; both are closed when the test is over. */
export interface HostileClient {
  stub: HostileStub;
  client: StubClient;
}

const made: HostileClient[] = [];

afterEach(async () => {
  for (const { stub, client } of made.splice(0)) {
    await client.close();
    await stub.close();
  }
});

export async function hostileClient(options: Partial<StubClientOptions> = {}): Promise<HostileClient> {
  const stub = await HostileStub.start();
  const open = async (): Promise<Duplex> => {
    const socket = connect(stub.port, '127.0.0.1');
    await once(socket, 'connect');
    return new PlainDuplex(socket);
  };
  const client = new StubClient({ open, token: stub.token, host: 'box', ...options });
  made.push({ stub, client });
  return { stub, client };
}
