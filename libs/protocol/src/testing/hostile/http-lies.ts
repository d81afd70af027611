/** Bytes of an answer, from its first line on, as they go out. */
export type Bytes = Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;

/** A way to answer that is no honest HTTP; `body` is what an honest answer would carry. */
export interface HttpLie {
  name: string;
  bytes: (body: Buffer) => Bytes;
  /** Nothing but time tells it from a slow stub: whoever asks has to have a limit of its own. */
  slow?: boolean;
}

const megabyte = 1024 * 1024;

function ok(headers = '', status = '200 OK'): string {
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\n${headers}\r\n`;
}

function* forever(part: () => Uint8Array | string): Generator<Uint8Array | string> {
  for (;;) yield part();
}

function* then(first: string, rest: Iterable<Uint8Array | string>): Generator<Uint8Array | string> {
  yield first;
  yield* rest;
}

/** A byte of `text` each tick, and then `filler` for ever. */
async function* drip(head: string, filler: string, everyMs = 20): AsyncGenerator<string> {
  yield head;
  for (;;) {
    yield filler;
    await new Promise((resolve) => {
      setTimeout(resolve, everyMs).unref();
    });
  }
}

const zeros = Buffer.alloc(megabyte, ' ');
const chunk = Buffer.concat([Buffer.from(`${megabyte.toString(16)}\r\n`), zeros, Buffer.from('\r\n')]);

/** Where somebody listens to whom nobody should connect. */
export function redirects(canary: string): HttpLie[] {
  return ['301 Moved', '302 Found', '303 See Other', '307 Temporary', '308 Permanent'].flatMap((status) =>
    [canary, 'file:///etc/passwd', '//127.0.0.1/', '../../x'].map((to) => ({
      name: `${status} to ${to === canary ? 'a server of this machine' : to}`,
      bytes: () => [ok(`location: ${to}\r\nrefresh: 0;url=${to}\r\ncontent-length: 2\r\n`, status), '{}'],
    })),
  );
}

export const httpLies: readonly HttpLie[] = [
  { name: 'no HTTP', bytes: () => ['SSH-2.0-OpenSSH_9.9\r\n'] },
  { name: 'bytes without an end that are no HTTP', bytes: () => forever(() => zeros) },
  { name: 'nothing, and the end', bytes: () => [] },
  {
    name: 'another version',
    bytes: (body) => [`HTTP/9.9 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`, body],
  },
  { name: 'a status that is none', bytes: () => ['HTTP/1.1 99999 \u001b]0;x\u0007\r\n\r\n'] },
  {
    name: 'a status of 999',
    bytes: (body) => [ok(`content-length: ${body.length}\r\n`, '999 \u001b[2J'), body],
  },
  {
    name: 'escapes in the reason and the headers',
    bytes: (body) => [
      ok(
        `x-a\u001b]0;x\u0007: b\u001b[2J\r\ncontent-length: ${body.length}\r\n`,
        '500 \u001b]0;ORSSH-TITLE\u0007',
      ),
      body,
    ],
  },
  { name: 'an error without a body', bytes: () => [ok('content-length: 0\r\n', '500 x')] },
  {
    name: 'an error that is a page',
    bytes: () => [ok('content-length: 15\r\n', '502 x'), '<html>no</html>'],
  },
  {
    name: '204 with a body',
    bytes: (body) => [ok(`content-length: ${body.length}\r\n`, '204 No Content'), body],
  },
  { name: '304', bytes: () => [ok('', '304 Not Modified')] },
  { name: '205 in pieces', bytes: () => [ok('transfer-encoding: chunked\r\n', '205 Reset'), '0\r\n\r\n'] },
  {
    name: '101 that nobody asked for',
    bytes: () => [
      ok('upgrade: websocket\r\nconnection: upgrade\r\n', '101 Switching'),
      Buffer.from([0x81, 1, 65]),
    ],
  },
  {
    name: '101 to something else',
    bytes: () => [ok('upgrade: h2c\r\nconnection: upgrade\r\n', '101 Switching')],
  },
  {
    name: '100 a hundred times',
    bytes: (body) => [
      ...Array<string>(100).fill('HTTP/1.1 100 Continue\r\n\r\n'),
      ok(`content-length: ${body.length}\r\n`),
      body,
    ],
  },
  {
    name: '103 without an end',
    bytes: () => forever(() => 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'.repeat(500)),
  },
  { name: '103 for ever, slowly', slow: true, bytes: () => drip('', 'HTTP/1.1 103 Early Hints\r\n\r\n') },
  {
    name: 'headers without an end',
    bytes: () =>
      then(
        'HTTP/1.1 200 OK\r\n',
        forever(() => `x-a: ${'b'.repeat(8000)}\r\n`),
      ),
  },
  {
    name: 'a header without an end',
    bytes: () =>
      then(
        'HTTP/1.1 200 OK\r\nx-a: ',
        forever(() => zeros),
      ),
  },
  {
    name: 'a hundred thousand headers',
    bytes: () => ['HTTP/1.1 200 OK\r\n', 'a: b\r\n'.repeat(100_000), '\r\n'],
  },
  {
    name: 'a first line without an end',
    bytes: () =>
      then(
        'HTTP/1.1 200 ',
        forever(() => zeros),
      ),
  },
  { name: 'headers, a byte at a time', slow: true, bytes: () => drip('HTTP/1.1 200 OK\r\nx-a: ', 'b') },
  {
    name: 'a newline in a header',
    bytes: (body) => [ok(`x-a: b\rx-c: d\n\tmore\r\ncontent-length: ${body.length}\r\n`), body],
  },
  {
    name: 'two lengths',
    bytes: (body) => [ok(`content-length: 3\r\ncontent-length: ${body.length}\r\n`), body],
  },
  {
    name: 'a length and pieces',
    bytes: (body) => [
      ok(`content-length: 3\r\ntransfer-encoding: chunked\r\n`),
      `${body.length.toString(16)}\r\n`,
      body,
      '\r\n0\r\n\r\n',
    ],
  },
  { name: 'a length that is negative', bytes: (body) => [ok('content-length: -1\r\n'), body] },
  { name: 'a length that is no number', bytes: (body) => [ok('content-length: 1e9\r\n'), body] },
  {
    name: 'a length beyond numbers',
    bytes: (body) => [ok('content-length: 99999999999999999999999\r\n'), body],
  },
  { name: 'less than it said', bytes: (body) => [ok(`content-length: ${body.length + 10}\r\n`), body] },
  {
    name: 'more than it said',
    bytes: (body) => [
      ok(`content-length: ${body.length}\r\n`),
      body,
      'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull',
    ],
  },
  {
    name: 'a piece whose size is no number',
    bytes: (body) => [ok('transfer-encoding: chunked\r\n'), 'zz\r\n', body, '\r\n0\r\n\r\n'],
  },
  {
    name: 'a piece of 2^64 bytes',
    bytes: () => [ok('transfer-encoding: chunked\r\n'), 'fffffffffffffffff\r\n', 'x'],
  },
  {
    name: 'a piece without an end',
    bytes: () =>
      then(
        ok('transfer-encoding: chunked\r\n') + 'ffffffff\r\n',
        forever(() => zeros),
      ),
  },
  {
    name: 'an extension of a piece without an end',
    bytes: () =>
      then(
        ok('transfer-encoding: chunked\r\n') + '1;',
        forever(() => zeros),
      ),
  },
  {
    name: 'trailers without an end',
    bytes: () =>
      then(
        ok('transfer-encoding: chunked\r\n') + '0\r\n',
        forever(() => `x-a: ${'b'.repeat(8000)}\r\n`),
      ),
  },
  {
    name: 'pieces without an end',
    bytes: () =>
      then(
        ok('transfer-encoding: chunked\r\n'),
        forever(() => chunk),
      ),
  },
  {
    name: 'pieces of a byte without an end',
    bytes: () =>
      then(
        ok('transfer-encoding: chunked\r\n'),
        forever(() => '1\r\n \r\n'.repeat(4000)),
      ),
  },
  {
    name: 'a body until the end, without one',
    bytes: () =>
      then(
        ok('connection: close\r\n'),
        forever(() => zeros),
      ),
  },
  {
    name: 'a body, a byte at a time',
    slow: true,
    bytes: () => drip(ok('transfer-encoding: chunked\r\n'), '1\r\n \r\n'),
  },
  {
    name: 'a packed body',
    bytes: () => [
      ok('content-encoding: gzip\r\ncontent-length: 10\r\n'),
      Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]),
    ],
  },
  {
    name: 'a keep-alive that is no number',
    bytes: (body) => [
      ok(`connection: keep-alive\r\nkeep-alive: timeout=-1e99\r\ncontent-length: ${body.length}\r\n`),
      body,
    ],
  },
  {
    name: 'another cookie and origin',
    bytes: (body) => [
      ok(
        `set-cookie: a=b\r\naccess-control-allow-origin: *\r\nclear-site-data: "*"\r\ncontent-length: ${body.length}\r\n`,
      ),
      body,
    ],
  },
  {
    name: 'a lease that is lost, in a list',
    bytes: (body) => [
      ok(`x-orssh-lease-state: lost\r\nx-orssh-lease-state: lost\r\ncontent-length: ${body.length}\r\n`),
      body,
    ],
  },
];
