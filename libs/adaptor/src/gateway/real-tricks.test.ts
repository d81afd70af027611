import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { sshdPath } from '@orssh/tunnel/testing';

import type { RemoteHost } from '../open-host.js';
import { rawAnswer } from '../testing/raw-client.js';
import { type RealHost, startRealHost } from '../testing/real-host.js';
import type { Gateway } from './gateway-options.js';
import { startGateway } from './start-gateway.js';

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;
const secret = 'abcdefghijklmnop';

describeWithSshd('what is written to mean one thing here and another at the real stub', () => {
  let real: RealHost;
  let host: RemoteHost;
  let gateway: Gateway;
  let canary: string;
  const failures: unknown[] = [];
  const onFailure = (error: unknown): unknown => failures.push(error);

  beforeAll(async () => {
    process.on('unhandledRejection', onFailure);
    real = await startRealHost();
    canary = join(real.folder, 'ran');
    const workspace = { id: 'wrk_tricks1', projectID: 'p1', directory: real.folder };
    gateway = await startGateway({ host: 'box', workspace, secret });
    host = await real.open();
    await host.stub.registerWorkspace({ ...workspace, type: 'ssh-provider', name: 'box' } as never);
    gateway.attach(host.stub);
  });

  afterAll(async () => {
    await gateway.close();
    await host.close();
    await real.close();
    process.off('unhandledRejection', onFailure);
  });

  const command = (): string => JSON.stringify({ command: `touch ${canary}`, cwd: real.folder });
  const post = (target: string, body = command(), more = ''): string =>
    `POST ${target} HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nContent-Type: application/json\r\n${more}Content-Length: ${body.length}\r\n\r\n${body}`;

  const ways = [
    '/stub/v1/exec',
    '/STUB/v1/exec',
    '//stub/v1/exec',
    '/stub//v1/exec',
    '/./stub/v1/exec',
    '/x/../stub/v1/exec',
    '/../stub/v1/exec',
    '/%2e%2e/stub/v1/exec',
    '/.%2e/stub/v1/exec',
    '/%2e/stub/v1/exec',
    '/x/%2e%2e/stub/v1/exec',
    '/x%2f..%2fstub/v1/exec',
    '/x/..%2fstub/v1/exec',
    '/x/%2e%2e%2fstub%2fv1%2fexec',
    '/%2fstub/v1/exec',
    '/%2Fstub%2Fv1%2Fexec',
    '/stub%2fv1/exec',
    '/stub%5cv1%5cexec',
    '/\\\\stub/v1/exec',
    '/x/..\\\\stub/v1/exec',
    '/%73tub/v1/exec',
    '/s%74ub/v1/exec',
    '/%2573tub/v1/exec',
    '/%252e%252e/stub/v1/exec',
    '/stub%00/v1/exec',
    '/stub;a=b/v1/exec',
    '/;/stub/v1/exec',
    '/stub./v1/exec',
    '/stub%20/v1/exec',
    '/%c0%afstub/v1/exec',
    '/%ef%bc%8fstub/v1/exec',
    '/%zz/stub/v1/exec',
    '/%/stub/v1/exec',
    '/session/../../stub/v1/exec',
    '/session/ses_1/%2e%2e/%2e%2e/stub/v1/exec',
    '/?/stub/v1/exec',
    '?/stub/v1/exec',
    '#/stub/v1/exec',
    '/#/stub/v1/exec',
    '/path?x=/../stub/v1/exec',
    '/../abcdefghijklmnop/stub/v1/exec',
    '/abcdefghijklmnop/stub/v1/exec',
    '/stub/v1/token/rotate',
    '/x/..%2fstub/v1/token/rotate',
    '/stub/v1/approvals',
  ];

  test.each(ways)('%s begins nothing there', async (way) => {
    const tokenFile = join(host.running.ready.root, 'run', 'stub.token');
    const token = readFileSync(tokenFile, 'utf8');
    const text = await rawAnswer(gateway.port, post(`/${secret}${way}`), /\r\n\r\n[^]*\}/);
    expect(text).toMatch(/^HTTP\/1\.1 (3|4)\d\d /);
    expect(readFileSync(tokenFile, 'utf8')).toBe(token);
    expect(existsSync(canary)).toBe(false);
  });

  test.each([
    ['a length and chunks', 'Transfer-Encoding: chunked\r\n'],
    ['a second length', 'Content-Length: 3\r\n'],
    ['chunks by another name', 'Transfer-Encoding: xchunked\r\n'],
    ['chunks behind a tab', 'Transfer-Encoding:\tchunked\r\n'],
    ['a space in a name', 'Transfer-Encoding : chunked\r\n'],
    ['chunks on two lines', 'Transfer-Encoding:\r\n chunked\r\n'],
    ['chunks behind a bare newline', 'X: y\nTransfer-Encoding: chunked\r\n'],
    ['chunks behind a bare return', 'X: y\rTransfer-Encoding: chunked\r\n'],
    ['chunks and another coding', 'Transfer-Encoding: chunked, identity\r\n'],
    ['a nul', 'X: \0\r\n'],
  ])('a body with %s hides no request', async (_name, header) => {
    const inner = `0\r\n\r\n${post(`/${secret}/stub/v1/exec`)}`;
    const text = await rawAnswer(gateway.port, post(`/${secret}/path`, inner, header));
    expect(text).toMatch(/^HTTP\/1\.1 (400|501) /);
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(existsSync(canary)).toBe(false);
  });

  test('what a client names in Connection or of its own is not passed on as this side’s', async () => {
    const mine = `Authorization: Bearer ${host.running.token}\r\nConnection: keep-alive, content-type\r\n`;
    const text = await rawAnswer(gateway.port, post(`/${secret}/stub/v1/exec`, command(), mine), /\}/);
    expect(text).toMatch(/^HTTP\/1\.1 404 /);
    // The stub's own token opens no gateway.
    expect(await rawAnswer(gateway.port, post('/stub/v1/exec', command(), mine))).toMatch(/^HTTP\/1\.1 401 /);
    expect(existsSync(canary)).toBe(false);
  });

  test('what nobody thought of breaks nothing either', async () => {
    const parts = [
      '/',
      '..',
      '%2e',
      '%2f',
      'stub',
      'v1',
      'exec',
      '?',
      '#',
      ';',
      '%',
      '\\',
      'session',
      '%00',
      ':',
      '@',
      '[',
      '%u002f',
    ];
    let seed = 20261126;
    const pick = (): string => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return parts[seed % parts.length] ?? '';
    };
    for (let at = 0; at < 300; at++) {
      const target = `/${secret}/${Array.from({ length: 2 + (at % 9) }, pick).join('')}`;
      const text = await rawAnswer(gateway.port, post(target), /\r\n\r\n/);
      expect({ target, text }).toEqual({
        target,
        text: expect.stringMatching(/^HTTP\/1\.1 \d{3} /) as string,
      });
    }
    expect(existsSync(canary)).toBe(false);
    expect(failures).toEqual([]);
  }, 60_000);
});
