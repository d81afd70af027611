import { join } from 'node:path';

import type { Connection } from '@orssh/tunnel';
import { FakeConnection } from '@orssh/tunnel/testing';

import { bootstrap, findStubBinaries, inspectHost, tryWays } from './index.js';
import { installRoots } from './testing/install-roots.js';
import { describeWithSshd, sshdForTests } from './testing/sshd.js';
import { tempDir } from './testing/temp-dir.js';

describeWithSshd('on a real sshd', () => {
  const sshd = sshdForTests();
  const newRoot = installRoots(sshd);

  test('a look says what the host is', async () => {
    const connection = await sshd.connection();
    const installRoot = join(await tempDir(), 'none');
    const seen = await inspectHost(connection, { installRoot, stubs: await findStubBinaries() });
    expect(seen).toMatchObject({ os: 'Linux', root: installRoot, present: [], problem: undefined });
    expect(seen.arch).toBeDefined();
    expect(Math.abs((seen.nowSeconds ?? 0) - Date.now() / 1000)).toBeLessThan(60);
  });

  test('every way to a running stub is tried', async () => {
    const connection = await sshd.connection();
    const running = await bootstrap(connection, {
      stubs: await findStubBinaries(),
      installRoot: await newRoot(),
    });
    const ways = await tryWays(running);
    expect(ways.map(({ transport }) => transport)).toEqual(['socket', 'tcp', 'exec']);
    expect(ways.every((way) => 'ms' in way)).toBe(true);
  });
});

describeWithSshd('on an sshd that forwards nothing', () => {
  const sshd = sshdForTests(['AllowTcpForwarding no', 'AllowStreamLocalForwarding no']);
  const newRoot = installRoots(sshd);

  test('the ways that are closed say why', async () => {
    const connection = await sshd.connection();
    const stubs = await findStubBinaries();
    const running = await bootstrap(connection, { stubs, installRoot: await newRoot() });
    const ways = await tryWays(running);
    expect(ways.map((way) => ('error' in way ? way.error : way.transport))).toEqual([
      expect.objectContaining({ code: 'forward_refused' }),
      expect.objectContaining({ code: 'forward_refused' }),
      'exec',
    ]);
  });
});

/** A host whose login prints, and whose script answers `lines`. */
function host(lines: string, noise = ''): Connection {
  return new FakeConnection().onExec('exec /bin/sh', async ({ stdin, stdout }) => {
    let script = '';
    for await (const chunk of stdin) script += String(chunk);
    const marker = /m='?([0-9a-f]+)/.exec(script)?.[1] ?? '';
    stdout.write(`${noise}\norssh:${marker}:begin\n${lines}orssh:${marker}:end\n`);
    return 0;
  });
}

test('what start-up files print is told apart from the answer', async () => {
  const seen = await inspectHost(host('os=Linux\nroot=/r\n', 'Welcome!\nhave a nice day\n'));
  expect(seen.noise).toBe('Welcome!\nhave a nice day');
});

test.each([
  ['sh: ./x: Permission denied rc=126', 'noexec'],
  ['mkdir: Read-only file system', 'read_only'],
  ['the dog ate it', 'no_permission'],
])('%s is a problem of its own', async (said, code) => {
  const { problem } = await inspectHost(host(`os=Linux\nroot=/r\nproblem=${said}\n`));
  expect(problem).toMatchObject({ code, message: expect.stringContaining('/r') as string });
});
