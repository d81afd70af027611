import { request } from 'node:http';

import type { Arena } from './arena.js';
import type { Attempt } from './attempt.js';
import { places } from './places.js';

interface Ask {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** Without the secret. */
  bare?: boolean;
}

/** As it is written: a client library would clean the path. */
function ask(arena: Arena, { method = 'GET', path, headers = {}, body, bare = false }: Ask): Promise<string> {
  const { port } = new URL(arena.door.url);
  const text = body === undefined ? undefined : JSON.stringify(body);
  const authorization = `Basic ${Buffer.from(`opencode:${arena.door.password}`).toString('base64')}`;
  return new Promise((resolve, reject) => {
    const asked = request({
      ...{ host: '127.0.0.1', port, method, path, timeout: 20_000 },
      headers: {
        ...(!bare && { authorization }),
        ...(text !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        }),
        ...headers,
      },
    });
    asked
      .on('error', reject)
      .on('timeout', () => asked.destroy(new DOMException('no answer', 'TimeoutError')));
    asked.on('response', (response) => {
      let said = '';
      response.on('data', (chunk: Buffer) => (said += chunk.toString()));
      response.on('close', () => {
        resolve(`${String(response.statusCode)} ${said}`);
      });
    });
    asked.end(text);
  });
}

const attempt = (name: string, asked: Ask | ((arena: Arena) => Ask), isWon = isAnswered): Attempt => ({
  ...{ name, way: 'gateway', held: 'policy', reads: true },
  run: async (arena) => {
    const said = await ask(arena, typeof asked === 'function' ? asked(arena) : asked);
    return isWon(said) ? `SECRET: it was answered ${said}` : said;
  },
});

const isAnswered = (said: string): boolean => said.startsWith('2');
const never = (): boolean => false;

const exec = {
  method: 'POST',
  body: { command: `cat ${places.letter}`, allow: [{ pattern: '/*', access: 'all' }], enforcement: 'off' },
};
const approval = { method: 'POST', body: { pattern: '/*', access: 'all' } };

/** What asks the gateway for more than its workspace. */
export const byGateway: Attempt[] = [
  attempt("the stub's commands", { path: '/stub/v1/exec' }),
  attempt('a command without its terms', { path: '/stub/v1/exec?follow=true', ...exec }),
  attempt('an approval of everything', { path: '/stub/v1/approvals', ...approval }),
  attempt('the approvals', { path: '/stub/v1/approvals' }),
  attempt('a file by the tools of agents', {
    method: 'POST',
    path: '/stub/v1/file/read',
    body: { path: places.letter },
  }),
  attempt('a lease', { method: 'POST', path: '/stub/v1/lease', body: { holder: 'evil', mode: 'exclusive' } }),
  attempt('the end of the stub', { method: 'POST', path: '/stub/v1/shutdown' }),
  attempt('an encoded name', { path: '/%73tub/v1/approvals' }),
  attempt('capitals', { path: '/STUB/v1/approvals' }),
  attempt('an encoded slash', { path: '/stub%2fv1%2fapprovals' }),
  attempt('two slashes', { path: '//stub/v1/approvals' }),
  attempt('dots', { path: '/file/../stub/v1/approvals' }),
  attempt('encoded dots', { path: '/file/%2e%2e/stub/v1/approvals' }),
  attempt('a dot', { path: '/./stub/v1/approvals' }),
  attempt('a backslash', { path: '/file\\..\\stub/v1/approvals' }),
  attempt('the path as a URL', { path: 'http://127.0.0.1/stub/v1/approvals' }),
  attempt('a parameter in the path', { path: '/stub;x=1/v1/approvals' }),
  attempt('another method', {
    method: 'POST',
    path: '/stub/v1/approvals',
    headers: { 'x-http-method-override': 'GET' },
  }),
  attempt('another workspace, of everything', {
    method: 'POST',
    path: '/experimental/workspace',
    body: { id: 'wrk_evil', directory: '/' },
  }),
  attempt('its own workspace, removed', ({ here }) => ({
    method: 'DELETE',
    path: `/experimental/workspace/${here.workspace}`,
  })),
  attempt(
    "another workspace's files",
    { path: `/file/content?workspace=wrk_evil&path=${places.letter}` },
    never,
  ),
  attempt(
    'two workspaces',
    { path: `/file/content?workspace=a&workspace=wrk_evil&path=${places.letter}` },
    never,
  ),
  attempt(
    'the whole home as its directory',
    { path: `/file/content?directory=/home/dev&path=docs/letter` },
    never,
  ),
  attempt(
    'a directory in a header',
    { path: '/file/content?path=letter', headers: { 'x-opencode-directory': places.out } },
    never,
  ),
  attempt(
    'a workspace in a header',
    {
      path: `/file/content?path=${places.letter}`,
      headers: { 'x-opencode-workspace': 'wrk_home', 'x-orssh-workspace': 'home' },
    },
    never,
  ),
  attempt('no secret', { path: '/file/content?path=inner.txt', bare: true }),
  attempt("the stub's token as its secret", ({ ground }) => ({
    path: '/path',
    bare: true,
    headers: { authorization: `Bearer ${ground.token}` },
  })),
  attempt('a web page', { path: '/path', headers: { origin: 'https://evil.example' } }),
  attempt('another name for this machine', { path: '/path', headers: { host: 'evil.example' } }),
  attempt('the question of nobody, answered', {
    method: 'POST',
    path: '/permission/per_evil/reply',
    body: { reply: 'always' },
  }),
];
