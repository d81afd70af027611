import type { IncomingMessage, ServerResponse } from 'node:http';

import { encodeFrame } from '@orssh/protocol';

import { fakeStub } from './testing/fake-stub.js';

const start = encodeFrame('meta', { type: 'start', id: 'exe_1', offset: 0, pid: 7 });
const exit = encodeFrame('meta', {
  type: 'exit',
  exitCode: 0,
  signal: null,
  timedOut: false,
  killed: false,
  end: 2,
  durationMs: 1,
});
const permission = encodeFrame('meta', {
  type: 'permission',
  request: {
    id: 'per_1',
    sessionID: '',
    permission: 'external_directory',
    patterns: ['/etc/*'],
    always: ['/etc/*'],
    metadata: { path: '/etc' },
  },
});

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Answers every exec with these frames. */
function frames(...all: Uint8Array[]) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/vnd.opencode-remote-ssh.frames' });
    response.end(Buffer.concat(all));
  };
}

test('requests one after the other share a stream, and carry the token', async () => {
  const tokens: unknown[] = [];
  const { client, streams } = await fakeStub((request, response) => {
    tokens.push(request.headers.authorization);
    json(response, 200, []);
  });
  await client.commands();
  await new Promise((resolve) => setImmediate(resolve));
  await client.commands();
  expect(tokens).toEqual(['Bearer feed', 'Bearer feed']);
  expect(streams.length).toBe(1);
});

test('output comes with its stream, and the exit at the end', async () => {
  const { client } = await fakeStub(
    frames(start, encodeFrame('stdout', Buffer.from('a')), encodeFrame('stderr', Buffer.from('b')), exit),
  );
  const command = await client.exec({ argv: ['x'] });
  const seen: string[] = [];
  for await (const { stream, data } of command.output) seen.push(`${stream}:${Buffer.from(data).toString()}`);
  expect(seen).toEqual(['stdout:a', 'stderr:b']);
  expect(await command.exit).toMatchObject({ exitCode: 0, end: 2 });
  expect(command).toMatchObject({ id: 'exe_1', pid: 7, offset: 2 });
});

test('every exec has a key of its own, unless the caller gave one', async () => {
  const keys: unknown[] = [];
  const { client } = await fakeStub((request, response) => {
    void request.toArray().then((chunks) => {
      keys.push((JSON.parse(Buffer.concat(chunks as Buffer[]).toString()) as { key: unknown }).key);
      response.end(Buffer.concat([start, exit]));
    });
  });
  for (const key of [undefined, undefined, 'mine']) await (await client.exec({ argv: ['x'], key })).exit;
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(new Set(keys).size).toBe(3);
  expect(keys[2]).toBe('mine');
});

test('lost output is told, and counted', async () => {
  const { client } = await fakeStub(
    frames(start, encodeFrame('meta', { type: 'cut', from: 0, to: 500 }), exit),
  );
  const cuts: unknown[] = [];
  const command = await client.attach('exe_1', { onCut: (gap) => cuts.push(gap) });
  await command.exit;
  expect(cuts).toEqual([{ from: 0, to: 500 }]);
  expect(command.offset).toBe(500);
});

test('a stream that ends before the command is an error to output and exit', async () => {
  const { client } = await fakeStub(frames(start, encodeFrame('stdout', Buffer.from('a'))));
  const command = await client.exec({ argv: ['x'] });
  await expect(command.exit).rejects.toMatchObject({ code: 'hostile_response' });
  const reader = command.output[Symbol.asyncIterator]();
  expect(await reader.next()).toMatchObject({ done: false, value: { stream: 'stdout' } });
  await expect(reader.next()).rejects.toMatchObject({ code: 'hostile_response' });
});

test('a stream that breaks says so, and where to go on', async () => {
  const { client, streams } = await fakeStub((request, response) => {
    request.resume();
    response.writeHead(200);
    response.write(Buffer.concat([start, encodeFrame('stdout', Buffer.from('abc'))]));
  });
  const command = await client.exec({ argv: ['x'] });
  for (const stream of streams) stream.destroy(new Error('cable cut'));
  await expect(command.exit).rejects.toMatchObject({ code: 'unreachable', host: 'box' });
  expect(command.offset).toBe(3);
});

test('a permission is asked for, and the answer sent', async () => {
  const replies: string[] = [];
  let goOn: () => void = () => undefined;
  const { client } = await fakeStub((request, response) => {
    request.resume();
    if (request.url === '/permission/per_1/reply') {
      replies.push(request.method ?? '');
      json(response, 200, true);
      goOn();
      return;
    }
    response.writeHead(200);
    response.write(permission);
    goOn = () => response.end(Buffer.concat([start, exit]));
  });
  const asked: unknown[] = [];
  const command = await client.exec(
    { argv: ['ls'], cwd: '/etc' },
    {
      onPermission: (request) => {
        asked.push(request.path);
        return Promise.resolve('once' as const);
      },
    },
  );
  await command.exit;
  expect([asked, replies]).toEqual([['/etc'], ['POST']]);
});

test('a denied command rejects with what was said', async () => {
  const { client } = await fakeStub(
    frames(permission, encodeFrame('meta', { type: 'denied', message: 'not there' })),
  );
  await expect(client.exec({ argv: ['ls'], cwd: '/etc' })).rejects.toMatchObject({
    kind: 'PermissionRejectedError',
    code: 'denied',
    message: 'box: not there',
  });
});

test('detaching rejects the exit, and gives the stream back', async () => {
  const { client } = await fakeStub((request, response) => {
    request.resume();
    response.writeHead(200);
    response.write(start);
  });
  const command = await client.exec({ argv: ['x'] });
  command.detach();
  await expect(command.exit).rejects.toMatchObject({ code: 'detached' });
});

test('an abort ends the wait for an answer', async () => {
  const { client } = await fakeStub(() => undefined);
  const abort = new AbortController();
  const health = client.health({ signal: abort.signal });
  abort.abort(new Error('enough'));
  await expect(health).rejects.toThrow('enough');
});

test('closing rejects what runs', async () => {
  const { client } = await fakeStub(() => undefined);
  const health = client.health();
  const closing = client.close();
  await expect(health).rejects.toMatchObject({ code: 'closed' });
  await closing;
});

test('a stream that cannot be opened rejects with why', async () => {
  const { StubClient } = await import('./stub-client.js');
  const why = Object.assign(new Error('not our stub'), { remedy: 'stop it' });
  const client = new StubClient({ open: () => Promise.reject(why), token: 'x', host: 'box' });
  await expect(client.health()).rejects.toBe(why);
  await client.close();
});

test('a busy stub does not shut down', async () => {
  const { client } = await fakeStub((request, response) => {
    request.resume();
    json(response, 409, { name: 'ConflictError', data: { message: 'busy', code: 'busy' } });
  });
  expect(await client.shutdown({ ifIdle: true })).toBe(false);
});
