import { connectionConformance } from './connection-conformance.js';
import { FakeConnection } from './fake-connection.js';
import { connectLocalShell } from './local-shell.js';

connectionConformance('FakeConnection', async ({ listening }) => {
  const connection = await connectLocalShell(listening);
  return {
    connection,
    disconnect: () => {
      connection.simulateDisconnect();
    },
  };
});

test('plays the script that matches first, and remembers the commands', async () => {
  const connection = new FakeConnection().onExec('uname', ({ stdout }) => {
    stdout.write('Linux\n');
    return 0;
  });
  const known = await connection.exec('uname');
  const unknown = await connection.exec('format c:');
  expect(await known.exit).toEqual({ code: 0, signal: null });
  expect(await unknown.exit).toEqual({ code: 127, signal: null });
  expect(connection.commands).toEqual(['uname', 'format c:']);
});

test('hands a scripted upload all of its bytes', async () => {
  const connection = new FakeConnection().onUpload((bytes, { path }) => ({
    stdout: `${path} ${bytes.toString()}`,
    stderr: '',
    exit: { code: 0, signal: null },
  }));
  const { stdout } = await connection.upload(Buffer.from('abc'), { path: '/x' });
  expect(stdout).toBe('/x abc');
});
