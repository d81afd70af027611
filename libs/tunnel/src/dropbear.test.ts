import { connect } from './connect.js';
import { connectionConformance } from './testing/connection-conformance.js';
import { canStartDropbear, type RunningDropbear, startDropbear } from './testing/start-dropbear.js';

if (!canStartDropbear) process.stderr.write('SKIPPED: tests on dropbear (not installed, or not root).\n');

(canStartDropbear ? describe : describe.skip)('on a real dropbear', () => {
  let dropbear: RunningDropbear;
  beforeAll(async () => {
    dropbear = await startDropbear();
  });
  afterAll(() => dropbear.close());

  connectionConformance(
    'Ssh2Connection',
    async () => {
      const connection = await connect(dropbear.destination());
      return { connection, disconnect: () => dropbear.killConnections() };
    },
    // Only since dropbear 2024.84.
    { sockets: false },
  );

  test('a server that is asked for too much says so, and goes on', async () => {
    const connection = await connect(dropbear.destination());
    await expect(connection.forward({ socketPath: '/nonexistent' })).rejects.toMatchObject({
      code: 'forward_refused',
    });
    expect(await (await connection.exec('exit 2')).exit).toEqual({ code: 2, signal: null });
    await connection.close();
  });
});
