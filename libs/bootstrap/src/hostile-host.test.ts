import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { readySchema } from '@orssh/protocol';
import {
  hostileProgram,
  HostileStub,
  largeLies,
  lyingShell,
  lyingValues,
  peakGrowth,
  sampleOf,
  smallLies,
  startCanary,
  steeringText,
} from '@orssh/protocol/testing';
import { connect, type Connection } from '@orssh/tunnel';
import { type RunningSshd, startSshd } from '@orssh/tunnel/testing';

import { bootstrap } from './bootstrap.js';
import { collectGarbage } from './collect-garbage.js';
import { inspectHost } from './inspect.js';
import { stopStub, stubStatus, uninstallStub } from './manage.js';
import { stubArchs } from './platform.js';
import type { StubBinaries } from './stub-binaries.js';
import { readStubLog } from './stub-log.js';
import { describeWithSshd } from './testing/sshd.js';

const key = { type: 'ssh-ed25519', blob: 'AAAA', comment: '' };
const steers = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

function expectClear(error: unknown): void {
  const { name, message, remedy } = error as Error & { remedy?: unknown };
  expect(name).toMatch(/^(BootstrapError|TunnelError)$/);
  expect(message).not.toMatch(steers);
  expect(message.length).toBeLessThan(3000);
  expect(remedy).toEqual(expect.any(String));
}

describeWithSshd('a host whose shell lies', () => {
  let folder: string;
  let sshd: RunningSshd;
  let connection: Connection;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orssh-liar-'));
    await chmod(folder, 0o755);
    sshd = await startSshd({ config: [`ForceCommand /bin/sh ${folder}/shell`, 'SetEnv PATH=/usr/bin:/bin'] });
  });

  afterAll(async () => {
    await sshd.close();
    await rm(folder, { recursive: true, force: true });
  });

  const looks: [string, () => Promise<unknown>][] = [
    ['bootstrap', () => bootstrap(connection, { stubs: noStubs, timeoutMs: 1_500 })],
    ['status', () => stubStatus(connection, { timeoutMs: 1_500 })],
    ['stop', () => stopStub(connection, { timeoutMs: 1_500 })],
    ['uninstall', () => uninstallStub(connection, { timeoutMs: 1_500 })],
    ['gc', () => collectGarbage(connection, { timeoutMs: 1_500 })],
    ['inspect', () => inspectHost(connection, { timeoutMs: 1_500 })],
    ['log', async () => (await readStubLog(connection, { timeoutMs: 1_500 })).destroy()],
    [
      'authorize',
      async () => (await import('./authorize-key.js')).authorizeKey(connection, key, { timeoutMs: 1_500 }),
    ],
  ];
  const noStubs: StubBinaries = { directory: '/none', binaries: [], get: () => undefined };

  // A server takes back the place of a command that was given up only when the command has ended.
  async function all(): Promise<void> {
    connection = await connect(sshd.destination(), {});
    for (const [, look] of looks) await look().catch(expectClear);
    await connection.close();
  }

  const shells: [string, string][] = [
    ['says nothing and stays', 'exec sleep 1000'],
    ['ends at once', 'exit 7'],
    ['prints without end', `exec yes "$(printf '\\033]0;ORSSH-TITLE\\007')"`],
    ['prints a line without end', 'exec tr "\\0" x </dev/zero'],
    ['complains without end', `exec yes "$(printf '\\033[2J')" >&2`],
    ['prints a byte now and then', 'while :; do printf x; sleep 0.1; done'],
    ['kills itself', 'kill -9 $$'],
  ];

  test.each(shells)(
    'that %s is told of, and not waited for',
    async (_what, shell) => {
      await writeFile(join(folder, 'shell'), `${shell}\n`);
      expect(await peakGrowth(all)).toBeLessThan(200);
    },
    120_000,
  );

  const fields = [
    'os',
    'machine',
    'arch',
    'root',
    'home',
    'user',
    'problem',
    'have',
    'elsewhere',
    'launch',
    'launch_rc',
    'free_kib',
    'printed',
    'installed',
    'file',
    'left',
    'lsm',
    'now',
    'noise',
  ];
  const values = [
    `${steeringText} ../../.. $(touch x)`,
    'x'.repeat(900_000),
    '{"running":true,"__proto__":{"a":1}}',
    '['.repeat(200_000),
  ];

  test('every field is data', async () => {
    await writeFile(join(folder, 'shell'), lyingShell(folder));
    await writeFile(join(folder, 'fields'), 'root=/x\ninstalled=\nprinted={"running":true}');
    connection = await connect(sshd.destination(), {});
    expect(await stubStatus(connection)).toMatchObject({ root: '/x', running: true });
    await connection.close();
    for (const value of values) {
      const line = value.replaceAll(/[\n\0]/g, ' ');
      await writeFile(
        join(folder, 'fields'),
        ['os=Linux', 'arch=amd64', ...fields.map((name) => `${name}=${line}`)]
          .slice(0, line.length > 1000 ? 4 : 99)
          .join('\n'),
      );
      await all();
    }
    await writeFile(join(folder, 'fields'), Buffer.from([0xff, 0xfe, 0x0a, 0x3d, 0x0a]));
    await all();
    await writeFile(join(folder, 'fields'), Array.from({ length: 40_000 }, (_, at) => `k${at}=1`).join('\n'));
    await all();
  }, 240_000);
});

describeWithSshd('a stub that lies in its ready line', () => {
  let folder: string;
  let sshd: RunningSshd;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orssh-liar-'));
    sshd = await startSshd();
  });

  afterAll(async () => {
    await sshd.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('is refused, connects nobody to this machine and writes nothing here', async () => {
    const program = hostileProgram(folder);
    const stub = await HostileStub.start();
    const canary = await startCanary();
    const installRoot = join(folder, 'root');
    const binary = {
      sha256: program.sha256,
      read: () => Promise.resolve(program.bytes),
      readGzip: () => Promise.resolve(gzipSync(program.bytes)),
    };
    const binaries = stubArchs.map((arch) => ({ arch, ...binary }));
    const stubs: StubBinaries = {
      ...{ directory: folder, binaries },
      get: (arch) => binaries.find((one) => one.arch === arch),
    };
    const honest = {
      ...(sampleOf(readySchema) as object),
      ...{ port: stub.port, socket: '', instance: stub.instance, sha256: program.sha256, token: stub.token },
      ...{ root: installRoot, log: '/log', upgradeWaiting: false },
    };
    const connection = await connect(sshd.destination(), {});
    const open = () =>
      bootstrap(connection, { stubs, installRoot, timeoutMs: 20_000, answerTimeoutMs: 1_000 });
    const lies = [
      ...[...lyingValues(honest, smallLies)].filter((_lie, at) => at % 23 === 0),
      ...lyingValues(
        honest,
        largeLies.filter(({ name }) => /objects in each other|million of names/.test(name)),
        { places: 1 },
      ),
    ];
    for (const { body } of lies) {
      await program.tell('launch', Buffer.concat([Buffer.from('ORSSH-READY '), body, Buffer.from('\n')]));
      await open().catch(expectClear);
    }
    await program.tell(
      'launch',
      `ORSSH-ERROR ${JSON.stringify({ v: 1, code: steeringText, message: steeringText })}\n`,
    );
    await open().catch(expectClear);
    // Who listens there cannot prove that it knows the token.
    await program.tell('launch', `ORSSH-READY ${JSON.stringify({ ...honest, token: 'ab'.repeat(32) })}\n`);
    await expect(open()).rejects.toMatchObject({ code: 'identity_mismatch' });
    await program.tell('launch', `ORSSH-READY ${JSON.stringify(honest)}\n`);
    expect((await open()).ready.port).toBe(stub.port);
    expect(canary.touched()).toBe(false);
    expect((await readdir(folder)).sort()).toEqual(['launch', 'root']);
    await connection.close();
    await canary.close();
    await stub.close();
  }, 240_000);
});
