import { text } from 'node:stream/consumers';

import { rotateToken } from '@orssh/bootstrap';
import { sshdPath } from '@orssh/tunnel/testing';

import { openHost, type RemoteHost } from './open-host.js';
import type { RemoteCommand } from './remote-command.js';
import { type RealHost, startRealHost } from './testing/real-host.js';

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

describeWithSshd('a host whose token is rotated', () => {
  let real: RealHost;
  let host: RemoteHost;

  beforeEach(async () => {
    real = await startRealHost();
    host = await real.open();
  });

  afterEach(async () => {
    await host.close();
    await real.close();
  });

  async function rotate(): Promise<void> {
    const other = await real.open();
    const { installRoot, env } = real.options;
    expect(env).toBeDefined();
    await rotateToken(other.connection, { installRoot });
    await other.close();
  }

  test('what runs goes on: a command and its stdin, events, and whatever is asked next', async () => {
    const command = await host.stub.exec({ command: 'echo begun; cat', stdin: 'pipe' });
    const printed = outputOf(command);
    command.stdin.write('before\n');
    const events = host.stub.events()[Symbol.asyncIterator]();
    await events.next();

    await rotate();
    const asked = Array.from({ length: 12 }, (_, n) => run(host, `echo ${n}`));
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 12 }, (_, n) => `${n}\n`));
    command.stdin.end('after\n');
    expect(await printed).toBe('begun\nbefore\nafter\n');
    expect(await command.exit).toMatchObject({ exitCode: 0 });
    expect((await events.next()).done).toBe(false);
    await events.return?.();
  });

  test('a command that gets its stdin after the rotation gets all of it', async () => {
    const command = await host.stub.exec({ command: 'cat', stdin: 'pipe' });
    await rotate();
    // The request that carries it begins now, under the old token.
    const { stdin } = command;
    stdin.write('one\n');
    stdin.end('two\n');
    expect(await outputOf(command)).toBe('one\ntwo\n');
  });

  test('rotated again and again, nothing is lost', async () => {
    const results: string[] = [];
    for (let n = 0; n < 4; n++) {
      const [, printed] = await Promise.all([rotate(), run(host, `echo ${n}`)]);
      results.push(printed);
    }
    expect(results).toEqual(['0\n', '1\n', '2\n', '3\n']);
  });

  test('the old token opens nothing, and the next process finds the new one', async () => {
    const old = host.running.token;
    await rotate();
    await host.stub.health();
    expect(host.running.token).not.toBe(old);
    const again = await openHost('box', real.options);
    expect(again.running).toMatchObject({ how: 'remembered', token: host.running.token });
    await again.close();
    const stream = await host.running.open();
    stream.write(
      `GET /global/health HTTP/1.1\r\nHost: stub\r\nAuthorization: Bearer ${old}\r\nConnection: close\r\n\r\n`,
    );
    expect(await text(stream)).toMatch(/^HTTP\/1\.1 401 /);
  });
});

async function run(host: RemoteHost, command: string): Promise<string> {
  return outputOf(await host.stub.exec({ command }));
}

async function outputOf(command: RemoteCommand): Promise<string> {
  let all = '';
  for await (const { data } of command.output) all += Buffer.from(data).toString();
  return all;
}
