import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

import { connect } from './connect.js';
import { openTransport } from './open-transport.js';
import { fakeDestination } from './testing/fake-destination.js';
import { containing, matching } from './testing/matchers.js';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (let clean = cleanups.pop(); clean; clean = cleanups.pop()) clean();
});

async function listen(onSocket: (socket: Socket) => void): Promise<{ host: string; port: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    cleanups.push(() => socket.destroy());
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

test('a port where nobody listens is refused', async () => {
  const { host, port } = await listen(() => undefined);
  for (let clean = cleanups.pop(); clean; clean = cleanups.pop()) clean();
  const failed = connect({ ...fakeDestination, host, port });
  await expect(failed).rejects.toMatchObject({
    code: 'refused',
    message: `Cannot connect to fake-host (127.0.0.1:${port}): nothing listens on that port.`,
  });
});

test('a name that does not exist is a DNS failure', async () => {
  await expect(connect(fakeDestination)).rejects.toMatchObject({ code: 'dns', host: 'fake-host' });
});

test('a server that says nothing is given up after the time limit, with the step that failed', async () => {
  const address = await listen(() => undefined);
  const failed = connect({ ...fakeDestination, ...address }, { timeoutMs: 1_000 });
  await expect(failed).rejects.toMatchObject({
    code: 'timeout',
    message: containing('no SSH handshake within 1 s'),
  });
});

test('a server that hangs up before the handshake is named as that', async () => {
  const address = await listen((socket) => socket.end());
  await expect(connect({ ...fakeDestination, ...address })).rejects.toMatchObject({
    code: 'reset',
    remedy: containing('MaxStartups'),
  });
});

test('a port that speaks something else is no SSH server', async () => {
  const address = await listen((socket) => socket.end('SSH-1.5-ancient\r\n'));
  await expect(connect({ ...fakeDestination, ...address })).rejects.toMatchObject({ code: 'unsupported' });
});

test('bytes without an end are not collected for ever', async () => {
  const address = await listen((socket) => {
    const send = (): void => {
      if (!socket.destroyed) socket.write(Buffer.alloc(65_536, 'x'), () => setImmediate(send));
    };
    send();
  });
  const failed = connect({ ...fakeDestination, ...address }, { timeoutMs: 5_000 });
  await expect(failed).rejects.toMatchObject({ code: matching(/unsupported|reset/) });
});

test('a connection that is cancelled ends at once and closes its socket', async () => {
  const cancel = new AbortController();
  let closed: Promise<unknown> | undefined;
  const address = await listen((socket) => {
    closed = once(socket.resume(), 'close');
    cancel.abort();
  });
  const failed = connect({ ...fakeDestination, ...address }, { signal: cancel.signal });
  await expect(failed).rejects.toMatchObject({ code: 'cancelled' });
  await closed;
});

test('algorithms that only OpenSSH has are refused before anything is sent', async () => {
  const address = await listen(() => undefined);
  const algorithms = { kex: ['mlkem768x25519-sha256'], ciphers: [], macs: [], hostKeys: [] };
  await expect(connect({ ...fakeDestination, ...address, algorithms })).rejects.toMatchObject({
    code: 'unsupported',
    message: containing('mlkem768x25519-sha256'),
  });
});

test('a greeting that comes before anybody listens is kept', async () => {
  const address = await listen((socket) => socket.write('SSH-2.0-early\r\n'));
  const options = { env: {}, signal: new AbortController().signal };
  const transport = await openTransport({ ...fakeDestination, ...address }, options);
  cleanups.push(() => transport.destroy());
  expect(transport.isPaused()).toBe(true);
  const greeting = once(transport, 'data');
  transport.resume();
  expect(String((await greeting)[0])).toBe('SSH-2.0-early\r\n');
});
