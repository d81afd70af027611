import { once } from 'node:events';
import { type AddressInfo, connect as connectSocket, createServer } from 'node:net';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { connect } from './connect.js';
import { describeWithSshd } from './testing/describe-with-sshd.js';
import { scriptedPrompter } from './testing/scripted-prompter.js';
import { type RunningSshd, type SshdOptions, startSshd } from './testing/start-sshd.js';
import { until } from './testing/until.js';
import { containing } from './testing/matchers.js';

describeWithSshd('on a server with limits', () => {
  const cleanups: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (let clean = cleanups.pop(); clean; clean = cleanups.pop()) await clean();
  });

  async function start(options: SshdOptions): Promise<RunningSshd> {
    const sshd = await startSshd(options);
    cleanups.push(() => sshd.close());
    return sshd;
  }

  test('MaxSessions 1 refuses a second command, and the first goes on', async () => {
    const sshd = await start({ config: ['MaxSessions 1'] });
    const connection = await connect(sshd.destination());
    const first = await connection.exec('cat');
    await expect(connection.exec('true')).rejects.toMatchObject({
      code: 'channel_refused',
      remedy: containing('MaxSessions'),
    });
    first.stdin.end();
    expect(await first.exit).toEqual({ code: 0, signal: null });
    for (let code = 1; code <= 10; code++) {
      const after = await connection.exec(`exit ${code}`);
      expect(await after.exit).toEqual({ code, signal: null });
    }
    await connection.close();
  });

  test('MaxSessions 0 refuses commands, forwarding works', async () => {
    const sshd = await start({ config: ['MaxSessions 0'] });
    const connection = await connect(sshd.destination());
    await expect(connection.exec('true')).rejects.toMatchObject({ code: 'channel_refused' });
    const stream = await connection.forward({ port: sshd.port });
    expect(String((await once(stream, 'data'))[0])).toContain('SSH-2.0');
    await connection.close();
  });

  test.each([
    ['AllowTcpForwarding no', { port: 1 }],
    ['AllowStreamLocalForwarding no', { socketPath: '/tmp/x.sock' }],
    ['DisableForwarding yes', { port: 1 }],
  ])('%s is told from a port where nobody listens', async (config, to) => {
    const sshd = await start({ config: [config] });
    const connection = await connect(sshd.destination());
    await expect(connection.forward(to)).rejects.toMatchObject({
      code: 'forward_refused',
      message: containing('forbids'),
    });
    await connection.close();
  });

  test('keys are exchanged anew in the midst of transfers, and no byte is hurt', async () => {
    const sshd = await start({ config: ['RekeyLimit 256K'] });
    const connection = await connect(sshd.destination());
    const bytes = Buffer.from(Array.from({ length: 2_000_000 }, (_, at) => (at * 31) % 251));
    const path = join(sshd.folder, 'uploaded');
    await connection.upload(bytes, { path });
    expect((await readFile(path)).equals(bytes)).toBe(true);
    const remote = await connection.exec(`cat ${path}`);
    const chunks: Buffer[] = [];
    for await (const chunk of remote.stdout) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    expect(connection.state).toEqual({ name: 'connected' });
    await connection.close();
  });

  test.each(['hostKey', 'password'] as const)(
    'LoginGraceTime that ends while the question of %s is open is told from a server that takes nobody',
    async (question) => {
      const sshd = await start({ config: ['LoginGraceTime 1', 'PasswordAuthentication yes'] });
      const never = () => new Promise<never>(() => undefined);
      const prompter = { ...scriptedPrompter({ hostKey: true }), [question]: never };
      const destination = sshd.destination({
        ...{ identityFiles: [], keyboardInteractive: false },
        ...(question === 'hostKey' && { userKnownHostsFiles: [], strictHostKeyChecking: 'ask' as const }),
      });
      await expect(connect(destination, { prompter })).rejects.toMatchObject({
        code: 'auth_cancelled',
        message: containing('ended before the question was answered'),
        remedy: containing('LoginGraceTime'),
      });
    },
  );

  test('a connection that has gone silent is lost after the missed signs of life', async () => {
    const sshd = await start({});
    const proxy = await silentProxy(sshd.port);
    const connection = await connect({
      ...sshd.destination(),
      userKnownHostsFiles: [],
      strictHostKeyChecking: 'no',
      port: proxy.port,
      serverAliveIntervalMs: 100,
      serverAliveCountMax: 2,
    });
    const remote = await connection.exec('cat');
    const lost = new Promise((resolve) => connection.onState(resolve));
    proxy.goSilent();
    expect(await lost).toMatchObject({ reason: 'lost', error: { code: 'lost' } });
    await expect(remote.exit).rejects.toMatchObject({ code: 'lost' });
    await connection.close();
  });

  test('closing does not wait for a server that has gone silent', async () => {
    const sshd = await start({});
    const proxy = await silentProxy(sshd.port);
    const silent = { userKnownHostsFiles: [], strictHostKeyChecking: 'no' as const, port: proxy.port };
    const connection = await connect(sshd.destination(silent));
    proxy.goSilent();
    await connection.close();
    expect(connection.state).toEqual({ name: 'closed', reason: 'requested' });
  });

  test('an upload that loses its connection leaves nothing behind', async () => {
    const sshd = await start({});
    const proxy = await silentProxy(sshd.port);
    const away = { userKnownHostsFiles: [], strictHostKeyChecking: 'no' as const, port: proxy.port };
    const connection = await connect(sshd.destination(away));
    const folder = mkdtempSync(join(sshd.folder, 'cut-'));
    const path = join(folder, 'file');
    const then = `touch ${join(sshd.folder, 'it-ran')}`;
    const uploading = connection.upload(Buffer.alloc(20_000_000), {
      path,
      then,
      onProgress: () => {
        if (readdirSync(folder).length > 0) proxy.cut();
      },
    });
    await expect(uploading).rejects.toMatchObject({ code: 'lost' });
    await until(() => readdirSync(folder).length === 0);
    expect(existsSync(join(sshd.folder, 'it-ran'))).toBe(false);
  });

  /** A TCP proxy that can stop carrying bytes while both ends stay open, or hang up. */
  async function silentProxy(to: number): Promise<{ port: number; goSilent: () => void; cut: () => void }> {
    const sockets: ReturnType<typeof connectSocket>[] = [];
    const server = createServer((near) => {
      const far = connectSocket(to, '127.0.0.1');
      near.pipe(far).pipe(near);
      for (const socket of [near, far]) socket.on('error', () => undefined);
      sockets.push(near, far);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return {
      port: (server.address() as AddressInfo).port,
      goSilent: () => {
        for (const socket of sockets) socket.unpipe().pause();
      },
      cut: () => {
        for (const socket of sockets) socket.destroy();
      },
    };
  }
});
