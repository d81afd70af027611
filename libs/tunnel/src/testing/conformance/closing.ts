import { once } from 'node:events';

import type { Connection, ConnectionState } from '../../connection.js';
import { cleanUpAfterEach, connected, type ConnectionFactory, read, rejection } from './subject.js';

export function conformsInClosing(factory: ConnectionFactory): void {
  describe('the end of a connection', () => {
    cleanUpAfterEach();

    test('closes on request, once, and says so', async () => {
      const { connection } = await connected(factory);
      const states = watch(connection);
      expect(connection.state).toEqual({ name: 'connected' });
      await connection.close();
      await connection.close();
      expect(connection.state).toEqual({ name: 'closed', reason: 'requested' });
      expect(states).toEqual([{ name: 'closed', reason: 'requested' }]);
    });

    test('ends what was running when it is closed', async () => {
      const { connection } = await connected(factory);
      const remote = await connection.exec('cat');
      const exit = rejection(remote.exit);
      await connection.close();
      expect(await exit).toMatchObject({ code: 'closed' });
    });

    test('opens nothing after it was closed', async () => {
      const { connection } = await connected(factory);
      await connection.close();
      expect(await rejection(connection.exec('true'))).toMatchObject({ code: 'closed' });
      expect(await rejection(connection.forward({ port: 1 }))).toMatchObject({ code: 'closed' });
    });

    test('is lost with a reason when the network breaks', async () => {
      const { connection, disconnect } = await connected(factory);
      const states = watch(connection);
      const lost = new Promise((resolve) => connection.onState(resolve));
      await disconnect();
      await lost;
      expect(connection.state).toMatchObject({ name: 'closed', reason: 'lost', error: { code: 'lost' } });
      expect(states).toHaveLength(1);
    });

    test('fails whatever waits when the network breaks, so that a cut output never looks whole', async () => {
      const { connection, disconnect } = await connected(factory);
      const remote = await connection.exec('echo first; exec cat');
      await once(remote.stdout, 'data');
      const waits = Promise.all([rejection(remote.exit), rejection(read(remote.stdout))]);
      await disconnect();
      expect(await waits).toMatchObject([{ code: 'lost' }, { code: 'lost' }]);
      expect(await rejection(connection.exec('true'))).toMatchObject({ code: 'lost' });
    });

    test('stops telling a listener that has gone', async () => {
      const { connection } = await connected(factory);
      const states: ConnectionState[] = [];
      const stop = connection.onState((state) => states.push(state));
      stop();
      await connection.close();
      expect(states).toEqual([]);
    });
  });
}

function watch(connection: Connection): ConnectionState[] {
  const states: ConnectionState[] = [];
  connection.onState((state) => states.push(state));
  return states;
}
