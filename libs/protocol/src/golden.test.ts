import { readFileSync } from 'node:fs';

import {
  commandSchema,
  frameMetaSchema,
  healthSchema,
  permissionRequestSchema,
  stubErrorBodySchema,
} from './index.js';

/** Bodies that the stub's own tests hold it to. */
function golden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'));
}

test.each([
  ['error-unauthorized', 'UnauthorizedError'],
  ['error-not-found', 'NotFoundError'],
  ['error-conflict', 'ConflictError'],
  ['error-method', 'MethodNotAllowedError'],
  ['error-too-large', 'PayloadTooLargeError'],
])('reads the error body %s', (name, kind) => {
  expect(stubErrorBodySchema.parse(golden(name)).name).toBe(kind);
});

test('an error body names the field that is wrong', () => {
  const { name, data } = stubErrorBodySchema.parse(golden('error-cwd'));
  expect([name, data.field, data.code]).toEqual(['BadRequestError', 'cwd', 'cwd_not_found']);
});

test('a permission error carries what a reply and a retry need', () => {
  const { name, data } = stubErrorBodySchema.parse(golden('error-permission-required'));
  expect(name).toBe('PermissionRequiredError');
  expect(data).toMatchObject({
    requestID: expect.stringMatching(/^per_/) as string,
    path: '/etc',
    patterns: ['/etc/*'],
  });
});

test.each(['exec-running', 'exec-exited', 'exec-killed'])('reads the command %s', (name) => {
  const body = golden(name) as { id: string; state: string };
  expect(commandSchema.parse(body)).toMatchObject({ id: body.id, state: body.state });
});

test.each(['start', 'cut', 'permission', 'denied', 'exit'])('reads the meta frame %s', (type) => {
  expect(frameMetaSchema.parse(golden(`frame-${type}`)).type).toBe(type);
});

test('a permission request shows the path after symlinks', () => {
  const [first] = golden('permission-list') as unknown[];
  expect(permissionRequestSchema.parse(first).path).toBe('/etc');
});

test('reads the health', () => {
  expect(healthSchema.parse(golden('health')).stub.enforcement).toBe('advisory');
});
