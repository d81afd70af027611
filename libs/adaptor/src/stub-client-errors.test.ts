import type { ServerResponse } from 'node:http';

import { fakeStub } from './testing/fake-stub.js';

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

test('an error body becomes a StubError with all that it says', async () => {
  const data = {
    message: 'no',
    code: 'permission_required',
    requestID: 'per_1',
    path: '/etc',
    patterns: ['/etc/*'],
  };
  const { client } = await fakeStub((_request, response) => {
    json(response, 403, { name: 'PermissionRequiredError', data });
  });
  await expect(client.exec({ argv: ['ls'], cwd: '/etc', onDenied: 'fail' })).rejects.toMatchObject({
    name: 'StubError',
    kind: 'PermissionRequiredError',
    code: 'permission_required',
    status: 403,
    body: { data },
  });
});

test.each([
  [408, 'TimeoutError', 'stood still'],
  [429, 'TooManyRequestsError', 'try again in a moment'],
  [503, 'UnavailableError', 'End some commands'],
  [507, 'NoSpaceError', 'orssh gc box'],
])(
  'an answer that something has run out (%i) says what to do on which host',
  async (status, name, advice) => {
    const { client } = await fakeStub((_request, response) => {
      json(response, status, { name, data: { message: 'no', code: 'x' } });
    });
    await expect(client.commands()).rejects.toMatchObject({
      name: 'StubError',
      host: 'box',
      status,
      advice: expect.stringContaining(advice) as string,
    });
  },
);

test('a head that is refused in plain text is an error of the request, not a hostile stub', async () => {
  const { client } = await fakeStub((_request, response) => {
    response.writeHead(431, { 'content-type': 'text/plain' }).end('431 Request Header Fields Too Large');
  });
  await expect(client.commands()).rejects.toMatchObject({
    kind: 'PayloadTooLargeError',
    code: 'head_too_large',
  });
});

test.each([
  ['that is not JSON', '<html>'],
  ['of another form', '{"healthy":"yes"}'],
])('an answer %s is hostile, not believed', async (_what, text) => {
  const { client } = await fakeStub((_request, response) => response.end(text));
  await expect(client.health()).rejects.toMatchObject({ code: 'hostile_response', host: 'box' });
});
